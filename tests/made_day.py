"""A listing of a day of made-up papers: their titles, people and abstracts look real."""

from __future__ import annotations

from arxtui import loader
from arxtui.store import Library

DAY = "2026-05-12"
_SUBJECTS = (
    "Gaussian Splatting", "Video Diffusion Models", "Medical Image Segmentation",
    "Open-Vocabulary Object Detection", "Vision-Language-Action Policies",
    "Dynamic Scene Streaming", "Referring Expression Comprehension", "Event-Based Optical Flow",
    "Diabetic Retinopathy Grading",
)  # fmt: skip
_AIMS = (
    "Progressive Decomposition for Bandwidth-Adaptive Rendering",
    "A Model-Agnostic Framework", "Rethinking the Role of Supervision in the Wild",
    "Towards Reliable Decision Boundaries under Noisy Labels", "Geometry-Guided Priors",
    "Joint Alignment of Tokens, Regions and Captions without Paired Data", "A Benchmark",
)  # fmt: skip
_PEOPLE = (
    "Jeongsol Kim", "Ana García López", "Wenyuan Zhang", "Jong Chul Ye", "Zhizhong Han",
    "Alan Yuille", "Bo van Dyk", "Mengyu Zhang", "Priya Gupta", "Lars Petersson", "Yi Tang",
)  # fmt: skip
_COMMENTS = ("None", "Accepted to CVPR 2026", "12 pages, https://github.com/lab/paper", "None")
_ABSTRACT = (
    "Scenes that change are hard to stream over links whose bandwidth changes as well. Past"
    " work compresses frames one by one, and so repeats what did not move. In this paper we propose"
    " method {number}, which splits a scene of {subject} into layers and sends the layers that"
    " changed. On {number} sequences it needs a third of the bytes at the same quality."
)


def listing(count: int = 191, day: str = DAY, first: int = 1) -> str:
    """Return the listing of a day with `count` papers, numbered from `first` on."""
    records = [_record(number, day) for number in range(first, first + count)]
    return f"# Arxiv Papers in cs.CV on {day}\n" + "".join(records)


def subject_of(title: str) -> str:
    """Return the subject of a made-up paper."""
    return title.rpartition(" for ")[2]


def _record(number: int, day: str) -> str:
    subject = _SUBJECTS[number % len(_SUBJECTS)]
    title = f"Paper {number}: {_AIMS[number % len(_AIMS)]} for {subject}"
    people = [_PEOPLE[(number * 3 + at) % len(_PEOPLE)] for at in range(number % 9 + 1)]
    time = f"{day} {number // 60:02d}:{number % 60:02d}:00+00:00"
    paper_id = f"2605.{number:05d}"
    return (
        f"### {title}\n"
        f"- **Arxiv ID**: http://arxiv.org/abs/{paper_id}v1\n"
        "- **DOI**: None\n"
        "- **Categories**: **cs.CV**, cs.LG\n"
        f"- **Links**: [PDF](http://arxiv.org/pdf/{paper_id}v1)\n"
        f"- **Published**: {time}\n"
        f"- **Updated**: {time}\n"
        f"- **Authors**: {', '.join(people)}\n"
        f"- **Comment**: {_COMMENTS[number % len(_COMMENTS)]}\n"
        "- **Journal**: None\n"
        f"- **Summary**: {_ABSTRACT.format(number=number, subject=subject)}\n\n\n\n"
    )


def load_day(
    library: Library, folder: object, count: int = 191, day: str = DAY, first: int = 1
) -> list[str]:
    """Load such a day through a file in a folder; return the ids in the order of the list."""
    path = f"{folder}/cs.CV-{day}.md"
    with open(path, "w", encoding="utf-8") as file:
        file.write(listing(count, day, first))
    report = loader.load(library, [path])
    assert not report.problems
    return [head.id for head in library.papers.day(day)]
