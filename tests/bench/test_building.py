"""The benchmark of builds measures what it says."""

from __future__ import annotations

import pytest

from corpus.library import shipped_texts
from tests.bench import building


@pytest.mark.slow
def test_two_texts_are_built(tmp_path, monkeypatch):
    # So many copies that their extraction stands out of the noise of the start-up.
    monkeypatch.setattr(building, "TIMES", (1, 12))
    monkeypatch.setattr(building, "PROCESSES", (1,))
    files = [shipped_texts() / "panjin-2015.txt", shipped_texts() / "hunan-2017.txt"]
    seen = building.measure(files, tmp_path)
    assert not list(tmp_path.iterdir())
    assert seen.jieba > 0
    assert seen.spacy > 0
    every = (seen.start, *seen.builds.values(), *seen.grown.values())
    assert all(built.clock > 0.5 and built.processor > 0.5 and built.memory > 50 for built in every)
    assert seen.grown[12].processor > seen.start.processor


def test_the_exponent_is_that_of_the_times():
    def built(seconds: float) -> building.Built:
        return building.Built(seconds, seconds, 1)

    seen = building.Seen(1, 1, 1, {}, built(2), 1, {times: built(2 + 3 * times**1.5) for times in (1, 2, 4, 8)})
    assert seen.exponent == pytest.approx(1.5)
