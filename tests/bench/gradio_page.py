"""What a Gradio page's script does: events by number, after each other, the queued ones with a stream of their own."""

import json
import secrets
from typing import Any

import httpx2


class Page:
    """One browser's session with a Gradio app."""

    def __init__(self, client: httpx2.AsyncClient, address: str, config: dict[str, Any], query: str = "") -> None:
        self._client, self._address, self._query = client, address, query
        self._session = secrets.token_hex(6)
        self.events: list[dict[str, Any]] = config["dependencies"]
        self._kinds = {part["id"]: part["type"] for part in config["components"]}
        self.values: dict[int, Any] = {}
        """What the page's parts hold; those that nobody set are empty."""

    def event(self, name: str) -> dict[str, Any]:
        """An event by the name of its function."""
        return next(event for event in self.events if event["api_name"] == name)

    async def run(self, event: dict[str, Any], first: list[float] | None = None, clock: Any = None) -> None:
        """Run an event and take over what it gives; `first` is told when something came of it."""
        body = {
            "data": [self.values.get(part) for part in event["inputs"]],
            "event_data": None,
            "fn_index": event["id"],
            "trigger_id": None,
            "session_hash": self._session,
        }
        if not event["queue"] and event["queue"] is not None:
            answer = await self._client.post(f"{self._address}/gradio_api/run/predict{self._query}", json=body)
            answer.raise_for_status()
            self._take(event, answer.json()["data"])
            return
        joined = await self._client.post(f"{self._address}/gradio_api/queue/join{self._query}", json=body)
        joined.raise_for_status()
        address = f"{self._address}/gradio_api/queue/data?session_hash={self._session}"
        async with self._client.stream("GET", address) as stream:
            async for line in stream.aiter_lines():
                if not line.startswith("data:"):
                    continue
                message = json.loads(line[5:])
                if message["msg"] == "process_generating" and first is not None and not first:
                    first.append(clock())
                if message["msg"] == "process_completed":
                    if not message["success"]:
                        raise RuntimeError(str(message["output"]))
                    self._take(event, message["output"].get("data", []))
                    return

    async def follow(self, event: dict[str, Any]) -> None:
        """Run what is chained to an event, and what is chained to that."""
        for later in self.events:
            if later["trigger_after"] == event["id"]:
                await self.run(later)
                await self.follow(later)

    def _take(self, event: dict[str, Any], data: list[Any]) -> None:
        for part, value in zip(event["outputs"], data, strict=False):
            if self._kinds[part] == "state" or (isinstance(value, dict) and "__type__" in value):
                continue  # states stay at the server; an update without a value changes none
            self.values[part] = value
