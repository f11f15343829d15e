"""The facilitators' room: who may enter it, and what it does with whatever is sent to it."""

import json
import re
import shutil
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from coach.accounts import Accounts, Role, add
from coach.lab.new import TEMPLATE
from coach.web.gate.entry import Entry
from tests.web.house import ROOT, SECRET, House

PASSWORD = "four quiet brown birds"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    members = tmp_path_factory.mktemp("members")
    for name in ("mele", "col"):
        shutil.copy(ROOT / "personas" / f"{name}.yaml", members)
    return members


@pytest.fixture(scope="module")
def studio(tmp_path_factory: pytest.TempPathFactory, folder: Path) -> Iterator[House]:
    with House(tmp_path_factory.mktemp("studio"), personas=str(folder)) as running:
        yield running


@pytest.fixture
async def client(studio: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=studio.address, trust_env=False, timeout=60) as client:
        await client.get("/")
        yield client


def files(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


async def opened(client: httpx2.AsyncClient, file: str) -> dict[str, str]:
    found = await client.get(f"/studio/{file}/now")
    return found.json()


async def sent(client: httpx2.AsyncClient, path: str, **body: Any) -> dict[str, Any]:
    """What is answered; with the status in it where it says no."""
    answer = await client.post(f"/studio/{path}", json=body)
    return answer.json() if answer.status_code < 400 else {**answer.json(), "status": answer.status_code}


async def test_only_facilitators_come_in(tmp_path: Path, folder: Path) -> None:
    file = tmp_path / "accounts.txt"
    add(file, "ana", Role.FACILITATOR, PASSWORD)
    add(file, "ben", Role.LEARNER, PASSWORD)
    entry = Entry(SECRET, accounts=Accounts(file))
    with House(tmp_path, entry=entry, personas=str(folder)) as house:
        for name, status, shown in (("ana", 200, "inline-flex"), ("ben", 403, "none"), (None, 303, "none")):
            async with httpx2.AsyncClient(base_url=house.address, trust_env=False) as browser:
                if name:
                    await browser.post("/sign-in", data={"name": name, "password": PASSWORD})
                assert (await browser.get("/studio")).status_code == status
                assert f"display: {shown}" in (await browser.get("/sign-in/role.css")).text
                saving = {"text": "x", "stamp": "x"}
                other = (await browser.post("/studio/mele/save", json=saving)).status_code
                assert other == {"ana": 409, "ben": 403, None: 401}[name]


async def test_every_member_is_listed_and_one_begins_from_the_template_or_a_copy(client: httpx2.AsyncClient) -> None:
    assert "Mele" in (await client.get("/studio")).text
    assert "Not yet reviewed" in (await client.get("/studio/mele/state")).text
    assert "Not yet reviewed" in (await client.get("/studio")).text, "what was looked at once is known"
    made = await sent(client, "new", name="Ana María")
    assert made == {"to": "/studio/ana-mar-a"}
    text = (await opened(client, "ana-mar-a"))["text"]
    assert "id: ana-mar-a\n" in text
    assert text.count("#") == TEMPLATE.read_text("utf-8").count("#"), "the template's comments are there"
    copy = await sent(client, "new", name="Tom", copy_of="mele")
    copied, mele = (await opened(client, copy["to"].split("/")[-1]))["text"], (await opened(client, "mele"))["text"]
    assert copied == mele.replace("id: mele\n", "id: tom\n", 1).replace("name: Mele\n", "name: Tom\n", 1)
    state = (await client.get("/studio/ana-mar-a/state")).text
    assert "Still being written" in state
    assert "texts to write" in state
    assert "to mend" not in state


@pytest.mark.parametrize(
    ("name", "said"), [("", "no name"), ("  \n ", "no name"), ("x" * 300, "too long"), ("😀" * 61, "too long")]
)
async def test_a_form_with_nothing_or_too_much_in_it_is_told_so(
    client: httpx2.AsyncClient, folder: Path, name: str, said: str
) -> None:
    before = files(folder)
    refused = await sent(client, "new", name=name)
    assert refused["status"] == 422
    assert said in refused["message"]
    undrafted = await sent(client, "sketch", name=name, description="Somebody")
    assert undrafted["status"] == 422
    assert files(folder) == before


@pytest.mark.parametrize("name", ["../../x", "a/b", "...", "😀", "<script>alert(1)</script>", "“Ana”", "CON"])
async def test_odd_names_make_plain_files_and_are_shown_as_they_are(
    client: httpx2.AsyncClient, folder: Path, name: str
) -> None:
    made = await sent(client, "new", name=name)
    file = made["to"].removeprefix("/studio/")
    assert (folder / f"{file}.yaml").is_file()
    page = (await client.get(made["to"])).text
    assert "<script>alert" not in page
    (folder / f"{file}.yaml").unlink()


async def test_a_field_and_the_file_are_kept_in_step_and_comments_stay(client: httpx2.AsyncClient) -> None:
    mele = await opened(client, "mele")
    text = "# mine\n" + mele["text"]
    edits = [
        {"place": ["age"], "value": 7},
        {"place": ["public", "known"], "value": ["One “thing”.", "Another: thing"]},
    ]
    shown = await sent(client, "mele/edit", text=text, edits=edits)
    assert shown["text"].startswith("# mine\n")
    assert "age: 7\n" in shown["text"]
    assert [one["place"] for one in shown["findings"] if one["severity"] == "error"] == [["age"]]
    assert shown["findings"][0]["place"] == ["age"], "what must be mended is said before what might be"
    looked = await sent(client, "mele/look", text=shown["text"])
    assert 'value="7"' in looked["form"]
    assert "One “thing”.\nAnother: thing" in looked["form"]
    longer = await sent(client, "mele/part/add", text=text, place=["openers"])
    assert "new-1" in longer["text"]
    shorter = await sent(client, "mele/part/drop", text=longer["text"], place=["openers", 2])
    assert len(shorter["text"]) < len(longer["text"])
    assert (await opened(client, "mele")) == mele, "nothing is saved before somebody says so"


async def test_what_nobody_has_written_yet_is_counted_and_is_no_mistake(
    client: httpx2.AsyncClient, folder: Path
) -> None:
    made = (await sent(client, "new", name="Noor"))["to"].removeprefix("/studio/")
    new = await opened(client, made)
    shown = await sent(client, f"{made}/look", text=new["text"])
    assert shown["findings"] == []
    assert len(shown["left"]) == new["text"].count('"WRITE:')
    assert "WRITE:" not in shown["form"]
    for name in ("surface", "deeper", "core"):
        assert f"<summary>{name}</summary>" in shown["form"], "a layer without a title has its name in the file"
    listed = (
        r'<input type="checkbox" data-place="\[&#34;commitments&#34;, 0, &#34;needs&#34;, &#34;(\w+)&#34;\]"([^>]*)>'
    )
    assert [name for name, marks in re.findall(listed, shown["form"]) if "checked" in marks] == ["reason", "fear"]
    slip = await sent(client, f"{made}/edit", text=new["text"], edits=[{"place": ["age"], "value": "old"}])
    assert [one["place"] for one in slip["findings"]] == [["age"]]
    assert slip["left"] == shown["left"], "a slip elsewhere hides nothing of what is left"
    count = len(shown["left"])
    saved = await sent(client, f"{made}/save", **new)
    assert saved["said"] == f"Saved. Learners meet them once {count} more texts are written."
    worse = await sent(client, f"{made}/save", text=slip["text"], stamp=saved["stamp"])
    assert worse["said"] == f"Saved. Learners meet them once {count + 1} things are mended."
    (folder / f"{made}.yaml").unlink()


async def test_a_file_that_can_not_be_read_says_where_and_has_no_form(client: httpx2.AsyncClient, folder: Path) -> None:
    shown = await sent(client, "mele/look", text="name: “Mele\nage: [1\n")
    assert shown["form"] is None
    assert shown["state"] == "problems"
    assert shown["findings"][0]["line"]
    refused = await sent(client, "mele/edit", text="age: [1", edits=[{"place": ["age"], "value": 3}])
    assert refused["status"] == 422
    assert refused["mend"].startswith("Line ")
    broken = folder / "broken.yaml"
    broken.write_text("name: Ana\nage: [1\n", "utf-8")
    uncopied = await sent(client, "new", name="Tom", copy_of="broken")
    assert (uncopied["status"], uncopied["mend"][:5]) == (422, "Line ")
    broken.unlink()


async def test_of_two_facilitators_the_second_is_told_and_keeps_both_texts(client: httpx2.AsyncClient) -> None:
    col = await opened(client, "col")
    first = await sent(client, "col/save", text=col["text"] + "# first\n", stamp=col["stamp"])
    assert first["said"] == "Saved."
    second = await sent(client, "col/save", text=col["text"] + "# second\n", stamp=col["stamp"])
    assert second["status"] == 409
    assert second["text"].endswith("# first\n")
    third = await sent(client, "col/save", text=col["text"] + "# second\n", stamp=second["stamp"])
    assert third["said"] == "Saved."
    assert (await client.get("/studio/col/versions")).text.count("data-version") == 2


async def test_what_is_saved_broken_is_kept_and_said_and_what_is_mended_is_met_at_once(
    client: httpx2.AsyncClient, studio: House
) -> None:
    col = await opened(client, "col")
    broken = await sent(client, "col/save", text=col["text"].replace("\nage: ", "\nage: 9"), stamp=col["stamp"])
    assert broken["said"] == "Saved. Learners meet them once 1 thing is mended."
    assert "col" not in {member.id for member in studio.app.practice.members()}
    await sent(client, "col/save", text=col["text"], stamp=broken["stamp"])
    assert "col" in {member.id for member in studio.app.practice.members()}


async def test_a_card_goes_out_and_comes_back_word_for_word(client: httpx2.AsyncClient) -> None:
    text = "# why she is careful: ask Ana\n" + (await opened(client, "mele"))["text"]
    out = await sent(client, "mele/card", text=text)
    assert any("whole story" in what for what in out["lost"])
    card = json.loads(out["card"])
    assert card["data"]["name"] == "Mele"
    book = next(one for one in card["data"]["character_book"]["entries"] if one["name"] == "family")
    assert "your family" in " ".join(book["keys"]), "other programs have no standard questions of their own"
    made = await sent(client, "card", text=out["card"])
    assert made == {"to": "/studio/mele-2", "lost": []}
    back = (await opened(client, "mele-2"))["text"]
    assert back == text.replace("\nid: mele\n", "\nid: mele-2\n", 1)


async def test_what_another_programs_card_can_not_say_is_listed(client: httpx2.AsyncClient) -> None:
    foreign: dict[str, Any] = {
        "spec": "chara_card_v2",
        "data": {
            "name": "Bo <b>Li</b>",
            "description": "Runs a {{char}} shop. <img src=x onerror=alert(1)>" + "Long. " * 200,
            "system_prompt": "You are Bo.",
            "tags": ["shop"],
            "extensions": {"depth_prompt": {}},
        },
    }
    made = await sent(client, "card", text=json.dumps(foreign))
    assert made["to"] == "/studio/bo-li"
    for what in (
        "name: markup in it",
        "description: markup in it",
        "description: all after its first 600 characters",
        "system prompt: a member's file holds facts and lines, no instructions to a model",
        "tags: there is no place for them",
        "extensions of other programs: depth_prompt",
        "what earns a layer, openers, closers, commitments: a card says nothing of them; write them",
    ):
        assert what in made["lost"]
    text = (await opened(client, "bo-li"))["text"]
    assert "<b>" not in text
    assert "onerror" not in text
    assert "WRITE:" in text, "what the card could not say is still to be written"


async def test_a_card_of_ours_that_somebody_broke_writes_nothing(client: httpx2.AsyncClient, folder: Path) -> None:
    before = files(folder)
    card = json.loads((await sent(client, "mele/card", text=(await opened(client, "mele"))["text"]))["card"])
    huge = "# " + "x" * 1_200_000
    for file, said in (("age: [", "a bracket"), ("name: Mo\n", "can't be used"), (huge, "larger than")):
        card["data"]["extensions"]["coach"]["file"] = file
        refused = await sent(client, "card", text=json.dumps(card))
        assert refused["status"] == 422
        assert said in refused["message"]
    unfinished = await sent(client, "mele/card", text="name: Mele\n")
    assert unfinished["message"] == "They can't talk yet."
    assert files(folder) == before


@pytest.mark.parametrize(
    ("text", "status", "said"),
    [
        ("{", 422, "no JSON"),
        ('{"spec": "x", "data": {}}', 422, "no character card"),
        ("x" * 7_000_000, 413, "more text"),
    ],
    ids=["not JSON", "no card", "7 MB"],
)
async def test_a_card_that_is_none_is_told(client: httpx2.AsyncClient, text: str, status: int, said: str) -> None:
    refused = await sent(client, "card", text=text)
    assert refused["status"] == status
    assert said in refused["message"]


async def test_a_draft_talks_at_once_with_the_fold_beside_it(client: httpx2.AsyncClient) -> None:
    text = (await opened(client, "mele"))["text"]
    begun = await sent(client, "mele/say", text=text, said="")
    one = await sent(client, "mele/say", text=text, said="How long have you been a carer?", **only(begun))
    assert [turn["speaker"] for turn in one["conversation"]["turns"]][-2:] == ["organizer", "member"]
    assert "3 / 10" in one["fold"]
    said = "Sign today. Everybody else has, and you'd be letting them down."
    pushed = await sent(client, "mele/say", text=text, said=said, **only(one))
    assert "pressure" in pushed["fold"]
    assert "3 / 10" not in pushed["fold"]
    broken = await sent(client, "mele/say", text="age: 3\n", said="Hi")
    assert broken["message"] == "They can't talk yet."
    unknown = await sent(client, "nobody/say", text=text, said="Hi")
    assert unknown["status"] == 404


def only(answer: dict[str, Any]) -> dict[str, Any]:
    return {"conversation": answer["conversation"]}


async def test_a_reply_that_rings_false_is_corrected_and_rehearsals_hold_it(client: httpx2.AsyncClient) -> None:
    text = (await opened(client, "mele"))["text"]
    one = await sent(client, "mele/say", text=text, said="How long have you been a carer?")
    asked = {"text": text, "number": 2, **only(one)}
    form = (await client.post("/studio/mele/doubt", json=asked)).text
    assert one["conversation"]["turns"][1]["text"] in form
    assert "Things anybody may ask: how long" in form
    silent = await sent(client, "mele/correct", **asked, doubt={})
    assert silent["message"] == "Say what is wrong, or how they would say it."
    made = await sent(client, "mele/correct", **asked, doubt={"better": "Eleven years & <b>one</b> hip."})
    assert made["conversation"]["turns"][1]["text"].startswith("Eleven years & <b>one</b> hip.")
    assert "correction-1" in made["said"]
    assert "Eleven years &amp; &lt;b&gt;one&lt;/b&gt; hip." in made["form"]
    played = (await client.post("/studio/mele/rehearse", json={"text": made["text"]})).text
    assert "Holds" in played
    assert "Eleven years &amp; &lt;b&gt;one&lt;/b&gt; hip." in played
    assert (await opened(client, "mele"))["text"] == text, "nothing is saved before somebody says so"


async def test_a_rehearsal_is_charted_against_the_last_saved_version(client: httpx2.AsyncClient) -> None:
    text = (await opened(client, "mele"))["text"]
    changed = text.replace("needs: {trust: 5", "needs: {trust: 9", 1)
    assert changed != text
    drawn = (await client.post("/studio/mele/rehearse", json={"text": changed})).text
    assert 'class="then"' in drawn
    assert "Skilled" in drawn
    assert "What was promised to them was not done. Begins at trust" in drawn
    same = (await client.post("/studio/mele/rehearse", json={"text": text})).text
    assert "Passed" in same
    assert 'class="then"' not in same, "nothing was saved before this"
