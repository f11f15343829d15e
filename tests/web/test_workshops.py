"""The facilitators' pages for a group, and the way in by a workshop's code: what is sent to them, by whom."""

import csv
import html
import re
from collections.abc import AsyncGenerator, AsyncIterator, Iterator
from contextlib import asynccontextmanager
from io import StringIO
from pathlib import Path

import httpx2
import pytest

from coach.accounts import Accounts, Role, add
from coach.core.feedback import Reflection
from coach.core.workshop import Sharing, Workshop
from coach.web.gate.entry import Entry
from coach.web.gate.joining import WRONG
from coach.web.workshops.setting_up import new_code
from coach.web.workshops.table import cell, table
from tests.web.house import SECRET, House
from tests.web.lines import TWELVE

PASSWORD = "four quiet brown birds"


@pytest.fixture(scope="module")
def closed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """An app that people sign in to: Ana facilitates, Ben practises."""
    folder = tmp_path_factory.mktemp("workshops")
    for name, role in (("ana", Role.FACILITATOR), ("ben", Role.LEARNER)):
        add(folder / "accounts.txt", name, role, PASSWORD)
    with House(folder, entry=Entry(SECRET, accounts=Accounts(folder / "accounts.txt"))) as running:
        yield running


@asynccontextmanager
async def somebody(house: House, name: str | None = None) -> AsyncGenerator[httpx2.AsyncClient]:
    async with httpx2.AsyncClient(base_url=house.address, trust_env=False, timeout=60) as client:
        if name:
            await client.post("/sign-in", data={"name": name, "password": PASSWORD})
        yield client


@pytest.fixture
async def ana(closed: House) -> AsyncIterator[httpx2.AsyncClient]:
    async with somebody(closed, "ana") as client:
        yield client


def learner_of(house: House, client: httpx2.AsyncClient) -> str:
    visitor = house.entry.visitor(dict(client.cookies))
    assert visitor
    return visitor.learner


async def set_up(house: House, **fields: object) -> tuple[str, str]:
    """A workshop's id and code."""
    code = new_code()
    return await house.app.workshops.begin(Workshop.model_validate({"name": "Wrens", "code": code, **fields})), code


async def practised(house: House, workshop: str, shares: Sharing, called: str = "") -> str:
    """Somebody in a workshop with a talk that has feedback; the talk's id."""
    practice = house.app.practice
    learner = await practice.new_learner()
    await practice.join(learner, workshop)
    await practice.share(learner, workshop, shares, called)
    talk = await practice.open_talk(learner, "mele")
    for line in TWELVE[:3]:
        await (await practice.say(learner, talk.id, line)).wait()
    await practice.reflect(learner, talk.id, Reflection())
    return talk.id


def value(page: str, name: str) -> str:
    """What stands in a field of a form."""
    found = re.search(rf'<input[^>]*name="{re.escape(name)}"[^>]*value="([^"]*)"', page)
    assert found, name
    return html.unescape(found.group(1))


def levels_table(answer: httpx2.Response) -> list[dict[str, str]]:
    """The rows of a table as a spreadsheet reads them."""
    return list(csv.DictReader(StringIO(answer.text.removeprefix("\ufeff"))))


def fields(page: str) -> dict[str, str]:
    """All texts of the objectives' form."""
    inputs = re.findall(r'<input[^>]*name="(o\.[^"]+|stamp)"[^>]*?value="([^"]*)"', page)
    areas = re.findall(r'<textarea[^>]*name="(o\.[^"]+)"[^>]*>([^<]*)</textarea>', page)
    ticked = re.findall(r'<input type="checkbox" name="(o\.[^"]+)" checked>', page)
    return {name: html.unescape(text) for name, text in [*inputs, *areas]} | dict.fromkeys(ticked, "on")


async def test_a_guest_comes_in_by_the_code_of_a_workshop_and_is_a_learner_in_it(closed: House) -> None:
    _, code = await set_up(closed, name="Magpies", members=("col",), languages=("es",))
    async with somebody(closed) as guest:
        sent_away = await guest.get("/join", params={"code": code})
        form = await guest.get(sent_away.headers["location"])
        assert value(form.text, "code") == code, "the link has the code with it"
        wrong = await guest.post("/sign-in", data={"code": "no such code", "to": "/"})
        assert (wrong.status_code, "That is not the code" in wrong.text) == (401, True)
        came = await guest.post("/sign-in", data={"code": code.upper().replace(" ", "-"), "to": value(form.text, "to")})
        assert (came.status_code, came.headers["location"]) == (303, "/")
        assert guest.cookies.get("coach_language") == "es"
        assert (await guest.get("/talks")).status_code == 200
        assert (await guest.get("/workshops")).status_code == 403
        assert [one.id for one in await closed.app.practice.offered(learner_of(closed, guest))] == ["col"]


async def test_whoever_came_in_by_a_workshop_that_is_closed_is_out(closed: House) -> None:
    workshop, code = await set_up(closed)
    async with somebody(closed) as guest:
        assert (await guest.post("/sign-in", data={"code": code})).headers["location"] == "/"
        await closed.app.workshops.delete(workshop)
        assert (await guest.get("/talks")).status_code == 303
        assert (await guest.post("/sign-in", data={"code": code})).status_code == 401


async def test_whoever_has_an_account_joins_by_the_same_link(closed: House) -> None:
    _, code = await set_up(closed, name="Lorikeets", welcome="<b>Kia ora</b>, you.")
    async with somebody(closed, "ben") as ben:
        page = await ben.get("/join", params={"code": code})
        assert "Lorikeets" in page.text
        assert "&lt;b&gt;Kia ora" in page.text
        joined = await ben.post("/join", data={"code": code})
        assert joined.headers["location"] == "/"
        assert "Lorikeets" in (await ben.get("/sharing")).text
        lost = await ben.post("/join", data={"code": "nothing of the kind"})
        assert (lost.status_code, "no workshop with that code" in lost.text) == (404, True)
        for path in ("/sharing/none", "/sharing/none/enter", "/sharing/none/leave", "/sharing/talks/none"):
            assert (await ben.post(path, data={"shares": "talk"})).status_code == 404, path


@pytest.mark.parametrize(
    ("name", "code", "said"),
    [
        ("", "wattle river 1", "nothing in it"),
        ("x" * 300, "wattle river 2", "80 characters"),
        ("Wrens", "abc", "guessed"),
    ],
)
async def test_a_form_that_can_not_be_saved_says_why_at_the_field_and_keeps_what_was_typed(
    ana: httpx2.AsyncClient, closed: House, name: str, code: str, said: str
) -> None:
    before = await closed.app.workshops.all()
    sent = {"name": name, "code": code, "welcome": "G'day <all>.", "place_name": ["Ana", ""], "place_reach": ["", ""]}
    refused = await ana.post("/workshops/new", data={**sent, "place_what": ["", ""]})
    assert refused.status_code == 422
    assert said in refused.text
    assert 'id="wrong-places.0.reach"' in refused.text
    assert "G&#39;day &lt;all&gt;." in refused.text
    assert value(refused.text, "code") == code
    assert await closed.app.workshops.all() == before


@pytest.mark.parametrize("name", ["../../x", "a/b", "😀 🎉", "<script>alert(1)</script>", "“Wrens”", "x" * 80])
async def test_odd_names_are_shown_as_they_are_everywhere(ana: httpx2.AsyncClient, name: str) -> None:
    made = await ana.post("/workshops/new", data={"name": name, "code": new_code()})
    assert made.status_code == 303
    at = made.headers["location"].split("?")[0]
    for path in ("/workshops", at, f"{at}/objectives", f"{at}/plan", f"{at}/group"):
        page = await ana.get(path)
        assert page.status_code == 200
        assert html.escape(name).replace("&quot;", "“") in page.text or name in html.unescape(page.text)
        assert "<script>alert" not in page.text


async def test_a_code_that_is_taken_is_refused_at_its_field(ana: httpx2.AsyncClient, closed: House) -> None:
    _, code = await set_up(closed)
    taken = await ana.post("/workshops/new", data={"name": "Another", "code": code.title()})
    assert taken.status_code == 422
    assert "Another workshop has this code already." in taken.text
    assert value(taken.text, "name") == "Another"


async def test_two_facilitators_who_save_one_workshop_are_told(ana: httpx2.AsyncClient, closed: House) -> None:
    workshop, code = await set_up(closed)
    page = (await ana.get(f"/workshops/{workshop}")).text
    sent = {"code": code, "stamp": value(page, "stamp")}
    assert (await ana.post(f"/workshops/{workshop}", data={**sent, "name": "First"})).status_code == 303
    second = await ana.post(f"/workshops/{workshop}", data={**sent, "name": "Second"})
    assert second.status_code == 422
    assert "Somebody else has saved this workshop" in second.text
    assert value(second.text, "name") == "Second"
    assert (await closed.app.workshops.open(workshop)).workshop.name == "First"
    over = {**sent, "name": "Second", "stamp": value(second.text, "stamp")}
    assert (await ana.post(f"/workshops/{workshop}", data=over)).status_code == 303
    assert (await closed.app.workshops.open(workshop)).workshop.name == "Second"


async def test_a_member_whose_file_has_gone_is_named_and_stays_ticked(ana: httpx2.AsyncClient, closed: House) -> None:
    workshop, _ = await set_up(closed, members=("mele", "old-tom"))
    page = (await ana.get(f"/workshops/{workshop}")).text
    assert "Your learners can&#39;t meet old-tom" in page
    assert 'value="old-tom" checked' in page
    assert (await ana.get(f"/workshops/{workshop}/plan")).status_code == 200


async def test_objectives_are_reworded_dropped_and_added_and_given_back(ana: httpx2.AsyncClient, closed: House) -> None:
    workshop, _ = await set_up(closed)
    at = f"/workshops/{workshop}/objectives"
    sent = fields((await ana.get(at)).text)
    house = closed.app.workshops.objectives()
    assert len([name for name in sent if name.endswith(".question")]) == len(house.criteria)
    sent["o.0.c.0.title"] = "First the person, then the cause"
    dropped = fields((await ana.post(at, data={**sent, "do": "drop 0 1"})).text)
    assert dropped["o.0.c.1.title"] == house.criteria[2].title
    longer = await ana.post(at, data={**dropped, "do": "add 0"})
    assert "Not saved yet" in longer.text
    new = fields(longer.text)
    place = max(int(found.group(1)) for name in new if (found := re.match(r"o\.0\.c\.(\d+)\.", name)))
    assert (new[f"o.0.c.{place}.id"], new[f"o.0.c.{place}.title"]) == ("w1", "")
    refused = await ana.post(at, data={**new, "do": "save"})
    assert refused.status_code == 422
    assert f'id="wrong-o.0.c.{place}.levels.3"' in refused.text
    assert (await closed.app.workshops.open(workshop)).workshop.rubric is None
    new |= {
        f"o.0.c.{place}.{part}": f"Our {part}" for part in ("title", "question", *(f"levels.{n}" for n in range(4)))
    }
    new |= {f"o.0.c.{place}.builtin": "on"}
    assert (await ana.post(at, data={**new, "do": "save"})).status_code == 303
    own = (await closed.app.workshops.open(workshop)).workshop.rubric
    assert own
    first = own.objectives[0].criteria
    assert first[0].title == "First the person, then the cause"
    assert first[0].builtin
    assert not own.criterion("w1").builtin, "nobody can tell the built-in assessor what it has never judged"
    assert house.criteria[1].id not in {one.id for one in own.criteria}
    assert own.criterion("4a").counted
    assert own.markers == house.markers
    back = fields((await ana.get(at)).text)
    assert (await ana.post(at, data={**back, "do": "house"})).status_code == 303
    assert (await closed.app.workshops.open(workshop)).workshop.rubric is None


async def test_a_criterion_has_two_to_six_levels_and_a_facilitators_level_goes_as_far(
    ana: httpx2.AsyncClient, closed: House
) -> None:
    workshop, _ = await set_up(closed)
    at = f"/workshops/{workshop}/objectives"
    house = closed.app.workshops.objectives()
    listening = next(n for n, one in enumerate(house.objectives[1].criteria) if one.id == "2b")
    here = f"o.1.c.{listening}"
    sent = fields((await ana.get(at)).text)
    for levels in (5, 6, 6):
        sent = fields((await ana.post(at, data={**sent, "do": f"longer 1 {listening}"})).text)
        assert len([name for name in sent if name.startswith(f"{here}.levels.")]) == levels
    again = sent
    for _ in range(2):
        again = fields((await ana.post(at, data={**again, "do": f"shorter 1 {listening}"})).text)
    assert again == fields((await ana.get(at)).text), "what is added and taken out again leaves all else as it was"
    refused = await ana.post(at, data=sent)
    assert f'id="wrong-{here}.levels.5"' in refused.text, "a new level has to be written"
    written = {f"{here}.levels.4": "They said yes, that is it.", f"{here}.levels.5": "They went on from it."}
    assert (await ana.post(at, data={**sent, **written})).status_code == 303
    own = (await closed.app.workshops.open(workshop)).workshop.rubric
    assert own
    assert own.criterion("2b").levels[4:] == tuple(written.values())
    assert not own.criterion("2b").builtin, "the built-in assessor knows it in four levels and no others"

    assert "They went on from it." in (await ana.get(f"/workshops/{workshop}/plan", params={"look": "2b"})).text

    talk = await practised(closed, workshop, "talk")
    given = {"criterion": "2b", "text": "All the way."}
    reading = f"/workshops/{workshop}/talks/{talk}"
    assert (await ana.post(reading, data={**given, "level": "6"})).status_code == 422
    assert (await ana.post(reading, data={**given, "level": "5"})).status_code == 303
    assert "Facilitator: 5 of 5" in (await ana.get(reading)).text
    row = next(row for row in levels_table(await ana.get(f"/workshops/{workshop}/levels.csv")) if row["facilitator"])
    assert (row["theirs"], row["highest level"]) == ("5", "5")

    sent = fields((await ana.get(at)).text)
    for levels in (5, 4, 3, 2, 2):
        sent = fields((await ana.post(at, data={**sent, "do": f"shorter 1 {listening}"})).text)
        assert len([name for name in sent if name.startswith(f"{here}.levels.")]) == levels
    assert (await ana.post(at, data=sent)).status_code == 303
    assert (await ana.get(f"/workshops/{workshop}/plan", params={"look": "2b"})).status_code == 200


async def test_a_rubric_without_a_criterion_is_refused(ana: httpx2.AsyncClient, closed: House) -> None:
    workshop, _ = await set_up(closed)
    stamp = (await closed.app.workshops.open(workshop)).stamp
    for sent in ({}, {"o.0.id": "LO1", "o.0.title": "x", "o.0.statement": "y"}, {"o.x.id": "?", "do": "drop 9 9"}):
        answer = await ana.post(f"/workshops/{workshop}/objectives", data={"stamp": stamp, **sent})
        assert answer.status_code in (200, 422)
    assert (await closed.app.workshops.open(workshop)).workshop.rubric is None


async def test_the_group_is_shown_from_five_on_and_saved_as_a_table(ana: httpx2.AsyncClient, closed: House) -> None:
    workshop, _ = await set_up(closed)
    at = f"/workshops/{workshop}"
    for _ in range(4):
        await practised(closed, workshop, "scores")
    await practised(closed, workshop, "nothing")
    assert 'id="closed"' in (await ana.get(f"{at}/group")).text
    assert len((await ana.get(f"{at}/group.csv")).text.splitlines()) == 1
    talk = await practised(closed, workshop, "talk", "=cmd|' /C calc'!A0")
    page = (await ana.get(f"{at}/group")).text
    assert "Over 5 people." in page
    rows = list(csv.DictReader(StringIO((await ana.get(f"{at}/group.csv")).text.removeprefix("\ufeff"))))
    assert {row["of"] for row in rows} == {"5"}
    given = {"criterion": "2b", "level": "3", "text": "+ You gave it back.\nTwice."}
    assert (await ana.post(f"{at}/talks/{talk}", data=given)).status_code == 303
    for criterion in ("", "2b"):
        empty = await ana.post(f"{at}/talks/{talk}", data={"text": " ", "criterion": criterion, "level": "2"})
        assert empty.status_code == 422
        lines = 2 if criterion else 4
        field = rf'id="wrong">There is nothing in it yet[^<]*</span><textarea [^>]*rows="{lines}"[^>]*invalid'
        assert re.search(field, empty.text), "it is said at the field that it is about"
    assert (await ana.post(f"{at}/talks/{talk}", data={**given, "level": "7"})).status_code == 422
    shown = (await ana.get(f"{at}/talks/{talk}")).text
    assert "Facilitator: Strong" in shown
    levels = levels_table(await ana.get(f"{at}/levels.csv"))
    (row,) = [row for row in levels if row["facilitator"]]
    assert (row["criterion"], row["facilitator"], row["theirs"]) == ("2b", "ana", "3")
    assert row["called"] == "'=cmd|' /C calc'!A0"
    assert row["why"] == "'+ You gave it back.\nTwice."


async def test_no_other_workshop_and_no_guess_leads_to_a_talk(ana: httpx2.AsyncClient, closed: House) -> None:
    workshop, _ = await set_up(closed)
    other, _ = await set_up(closed)
    hidden, read = await practised(closed, workshop, "scores"), await practised(closed, workshop, "talk")
    for at, talk in ((workshop, hidden), (other, read), (workshop, "none"), ("none", read)):
        for path in (f"/workshops/{at}/talks/{talk}", f"/workshops/{at}/talks/{talk}/remarks/x/delete"):
            answer = await (ana.post(path) if path.endswith("delete") else ana.get(path))
            assert answer.status_code == 404, path
        assert (await ana.post(f"/workshops/{at}/talks/{talk}", data={"text": "I see you."})).status_code == 404


async def test_wrong_codes_are_slowed_down_for_their_address(tmp_path: Path) -> None:
    with House(tmp_path) as house:
        async with somebody(house) as guesser:
            answers = [await guesser.get("/join", params={"code": "magpie 0"})]
            while answers[-1].status_code == 404 and len(answers) < 2 * WRONG:
                answers.append(await guesser.get("/join", params={"code": f"magpie {len(answers)}"}))
    assert len(answers) > WRONG, "a hall may mistype"
    assert (answers[-1].status_code, "Too many codes" in answers[-1].text) == (429, True)


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1"])
def test_no_cell_of_a_table_is_taken_for_a_formula(text: str) -> None:
    assert cell(text).startswith("'")
    assert cell(-1) == "-1", "a number is a number"
    (row,) = csv.reader(StringIO(table([[text, 'a "b", c']]).removeprefix("\ufeff")))
    assert row == [cell(text), 'a "b", c']


async def test_the_plan_fits_the_length_and_the_way_and_names_what_to_look_for(
    ana: httpx2.AsyncClient, closed: House
) -> None:
    workshop, code = await set_up(closed, members=("mele",))
    at = f"/workshops/{workshop}/plan"
    page = (await ana.get(at, params={"minutes": 45, "way": "alone", "look": ["2b", "3d", "4b", "1a", "zz"]})).text
    assert "45 minutes" in page
    assert code in page
    assert page.count("Solid:") == 3
    for odd in ({"minutes": -5}, {"minutes": 10**9}, {"way": "../x"}):
        assert (await ana.get(at, params=odd)).status_code == 200
    assert (await ana.get(at, params={"minutes": "x"})).status_code == 422
