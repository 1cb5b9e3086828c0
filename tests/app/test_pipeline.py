"""The wiring: a build, documents added and removed, any number of processes, the same graph."""

import shutil
from concurrent.futures.process import BrokenProcessPool
from itertools import accumulate
from pathlib import Path

import pytest

from app import engines, pipeline
from corpus.errors import ReadError, UnknownDocument
from corpus.read import Source
from ontology import frames, versions
from ontology.check import checks
from ontology.export import export
from ontology.store import open_store, version

DIGESTED = "某办法\n第一条 县级党委和政府承担脱贫攻坚主体责任。\n第二条 县级政府应当制定规划。\n"


def exported(location: str) -> bytes:
    with open_store(location) as store:
        return b"".join(export(store, "nquads"))


def held(location: str) -> dict[str, frames.Record]:
    with open_store(location) as store:
        return {record.metadata.id: record for record in frames.documents(store)}


@pytest.fixture
def store(shipped: str, tmp_path: Path) -> str:
    """A store of the shipped texts that a test may change."""
    return str(shutil.copytree(shipped, tmp_path / "store"))


def test_a_rebuild_gives_no_difference_whatever_the_number_of_processes(shipped: str, tmp_path: Path) -> None:
    written = pipeline.build(str(tmp_path / "store"), jobs=2)
    assert [one.document for one in written] == sorted(one.document for one in written)
    assert exported(str(tmp_path / "store")) == exported(shipped)


def test_progress_is_told_for_every_document(tmp_path: Path) -> None:
    told: list[tuple[str, int, int]] = []
    pipeline.build(str(tmp_path / "store"), progress=lambda *step: told.append(step))
    assert [(done, total) for _, done, total in told] == [(number, 5) for number in range(1, 6)]


@pytest.mark.parametrize(("jobs", "ahead"), [(1, 1), (2, 13)])
def test_each_text_is_read_when_it_is_its_turn(
    jobs: int, ahead: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for number in range(20):
        (corpus / f"{number}.txt").write_text(DIGESTED, encoding="utf-8")
    steps: list[int] = []
    read = Source.read
    monkeypatch.setattr(Source, "read", lambda self: steps.append(1) or read(self))
    pipeline.build(str(tmp_path / "store"), corpus, jobs=jobs, progress=lambda *_: steps.append(-1))
    assert (steps.count(1), steps.count(-1)) == (20, 20)
    assert max(accumulate(steps)) == ahead


def test_a_file_that_cannot_be_read_leaves_the_graph_as_it_was(store: str, tmp_path: Path) -> None:
    before = exported(store)
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    (corpus / "a.txt").write_text(DIGESTED, encoding="utf-8")
    (corpus / "b.docx").write_text("no archive", encoding="utf-8")
    with pytest.raises(ReadError, match=r"b\.docx"):
        pipeline.build(store, corpus)
    assert exported(store) == before


def test_adding_what_is_there_changes_nothing(store: str, root: Path) -> None:
    before = exported(store)
    texts = root / "corpus" / "texts"
    for _ in range(2):
        pipeline.add([texts / "hunan-2017.txt", texts / "central-2022.txt"], store)
        assert exported(store) == before
    pipeline.add([texts], store)
    assert exported(store) == before


def test_a_text_replaces_its_digest_and_only_that(store: str, tmp_path: Path) -> None:
    assert held(store)["central-2016"].metadata.completeness == "digest"
    (tmp_path / "central-2016.txt").write_text(DIGESTED, encoding="utf-8")
    (written,) = pipeline.add([tmp_path / "central-2016.txt"], store)
    record = held(store)["central-2016"]
    assert (record.metadata.completeness, record.digested, record.frames) == ("complete", 0, written.frames)
    assert written.frames >= 2
    assert held(store)["central-2022"].digested == 1


def test_a_new_version_takes_the_place_of_the_old(store: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    for duty in ("县政府应当制定规划。", "乡镇政府应当报告工作。"):
        path.write_text(f"某县办法\n第一条 {duty}\n", encoding="utf-8")
        pipeline.add([path], store)
        with open_store(store) as graph:
            assert [frame.quote for frame in frames.frames(graph, "plan")] == [duty]


def test_the_same_bytes_twice_write_nothing(store: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    path.write_text("某县办法\n第一条 县政府应当制定规划。\n", encoding="utf-8")
    (first,) = pipeline.add([path], store)
    assert (first.unchanged, first.versions) == (False, 1)
    before = version(store)
    (again,) = pipeline.add([path], store)
    assert (again.document, again.frames, again.unchanged) == ("plan", first.frames, True)
    assert version(store) == before
    (given,) = pipeline.add([path], store, {"title": "另一个题目"})  # new metadata, but no new text
    assert (given.unchanged, given.versions) == (False, 1)


def test_predecessors_stay_readable_and_out_of_the_way(store: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.txt"
    texts = [f"某县办法\n第一条 县政府应当制定{what}规划。\n" for what in ("甲", "乙", "丙")]
    for number, text in enumerate(texts, 1):
        path.write_text(text, encoding="utf-8")
        (written,) = pipeline.add([path], store)
        assert (written.versions, written.unchanged) == (number, False)
    with open_store(store) as graph:
        assert versions.numbers(graph, "plan") == (1, 2)
        assert [versions.text_of(graph, "plan", number)[0] for number in (1, 2)] == texts[:2]
        assert versions.text_of(graph, "plan", 1)[1].id == "plan"
        assert frames.text(graph, "plan") == texts[2]
        assert [frame.quote for frame in frames.frames(graph, "plan")] == ["县政府应当制定丙规划。"]
        assert held(store)["plan"].versions == 3
        with pytest.raises(UnknownDocument, match="1, 2"):
            versions.text_of(graph, "plan", 3)
        assert [check.outcome for check in checks(graph)].count("failed") == 0


def test_remove_leaves_no_triple_behind(store: str, tmp_path: Path) -> None:
    before = exported(store)
    quads = before.count(b"\n")
    path = tmp_path / "new.txt"
    for what in "甲乙丙":
        path.write_text(f"某县办法\n第一条 县政府应当依照《水法》制定{what}规划。\n", encoding="utf-8")
        pipeline.add([path], store)
    assert exported(store).count(b"\n") > quads + 50
    pipeline.remove("new", store)
    assert exported(store).count(b"\n") == quads
    assert exported(store) == before
    assert b"/new" not in exported(store)


def test_what_is_given_goes_before_what_a_file_says(store: str, tmp_path: Path) -> None:
    path = tmp_path / "a b.txt"
    path.write_text("某县办法\n第一条 县政府应当制定规划。\n", encoding="utf-8")
    pipeline.add(
        [path], store, {"id": "x/1", "title": "题", "level": "county", "region": "安徽省", "date": "2024-05-01"}
    )
    known = held(store)["x/1"].metadata
    assert (known.title, known.level, known.region, known.date) == ("题", "county", "安徽省", "2024-05-01")
    folder = tmp_path / "folder"
    folder.mkdir()
    for name in "pq":
        shutil.copy(path, folder / f"{name}.md")
    pipeline.add([folder], store, {"region": "湖北省"})
    assert {held(store)[name].metadata.region for name in "pq"} == {"湖北省"}


def test_two_files_of_one_id_are_refused(store: str, tmp_path: Path) -> None:
    before = exported(store)
    paths = [tmp_path / folder / "same.txt" for folder in ("one", "two")]
    for path in paths:
        path.parent.mkdir()
        path.write_text("第一条 县政府应当制定规划。", encoding="utf-8")
    with pytest.raises(ReadError, match="same"):
        pipeline.add(paths, store)
    assert exported(store) == before


def test_added_and_removed_is_as_before(store: str, tmp_path: Path) -> None:
    before = exported(store)
    (tmp_path / "new.txt").write_text("某县办法\n第一条 县政府应当制定规划。\n", encoding="utf-8")
    pipeline.add([tmp_path / "new.txt"], store)
    assert exported(store) != before
    pipeline.remove("new", store)
    assert exported(store) == before


def test_a_digest_can_be_removed(store: str) -> None:
    pipeline.remove("central-2016", store)
    assert "central-2016" not in held(store)


def test_another_corpus_brings_its_own_digests_and_no_others(tmp_path: Path, root: Path) -> None:
    folder = tmp_path / "corpus"
    (folder / "facts").mkdir(parents=True)
    (folder / "办法.md").write_text("某县办法\n第一条 县政府应当制定规划。\n", encoding="utf-8")
    location = str(tmp_path / "store")
    pipeline.build(location, folder)
    assert list(held(location)) == ["办法"]
    shutil.copy(root / "corpus" / "facts" / "central-2016.yaml", folder / "facts")
    pipeline.build(location, folder)
    assert list(held(location)) == ["central-2016", "办法"]


def test_a_process_that_dies_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Dead:
        def __init__(self, *_: object) -> None:
            pass

        def submit(self, *_: object) -> None:
            raise BrokenProcessPool

        def shutdown(self, **_: object) -> None:
            pass

    monkeypatch.setattr(engines, "ProcessPoolExecutor", Dead)
    with pytest.raises(engines.WorkerDied):
        pipeline.build(str(tmp_path / "store"), jobs=2)
