"""Gradio as its guide has it: python -m tests.bench.plain PORT [MODEL'S URL]. Without a model: an empty page.

Its limits on how many are served at once are lifted, since else 100 talks would wait in a queue.
"""

import sys
from collections.abc import AsyncIterator
from typing import Any, cast

import gradio as gr
from openai import AsyncOpenAI
from openai.types.chat import ChatCompletionMessageParam


def chat(url: str) -> gr.ChatInterface:
    """A chat with the model, a yield a token."""
    client = AsyncOpenAI(base_url=url, api_key="none", max_retries=0)

    async def reply(message: str, history: list[dict[str, Any]]) -> AsyncIterator[str]:
        said = [(turn["role"], "".join(part["text"] for part in turn["content"])) for turn in history]
        messages = [{"role": role, "content": content} for role, content in (*said, ("user", message))]
        stream = await client.chat.completions.create(
            model="fake-model", messages=cast(list[ChatCompletionMessageParam], messages), stream=True
        )
        text = ""
        async for chunk in stream:
            if chunk.choices and chunk.choices[0].delta.content:
                text += chunk.choices[0].delta.content
                yield text

    demo = gr.ChatInterface(reply, concurrency_limit=None)
    demo.max_threads = 200
    return demo


def empty() -> gr.Blocks:
    """As little as Gradio can serve."""
    with gr.Blocks() as demo:
        gr.Markdown("Hello.")
    return demo


if __name__ == "__main__":
    demo = chat(sys.argv[2]) if len(sys.argv) > 2 else empty()
    demo.launch(server_name="127.0.0.1", server_port=int(sys.argv[1]), quiet=True)
