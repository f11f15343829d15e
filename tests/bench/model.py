"""The fake model server as a program: python -m tests.bench.model PORT PACE. One piece of a reply is one token."""

import sys
import threading

from tests.fake_server import FakeServer, Reply, Request, politely

REPLY = (
    "It has been a long week, to be honest. We were two short on Tuesday and again on Thursday, so I stayed back both "
    "times. My feet hurt, and the tea was cold by the time I got to it. Still, the ladies on my wing had a good sing "
    "on Friday."
)
TOKENS = len(Reply(REPLY).pieces)


def paced(pace: float) -> FakeServer:
    """A server that says REPLY to whoever wants words and an empty reading to whoever wants JSON, `pace` s a token."""

    def answer(request: Request) -> Reply:
        text = politely(request).text if request.form != "text" else REPLY
        return Reply(text, pace=pace)

    return FakeServer(otherwise=answer)


if __name__ == "__main__":
    server = paced(float(sys.argv[2]))
    server.port = int(sys.argv[1])
    with server:
        threading.Event().wait()
