"""Describes what the JSON API takes and gives, for its OpenAPI description; docs/contract.md says what it means."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from corpus.types import Completeness, Level, ProvisionKind
from extract.types import Kind, Status
from queries.comparison.types import Column, Correlation, Matrix, Note, Observation
from queries.text import MAXIMUM_LENGTH
from queries.types import Reason, Step

HEADLINE = "乡镇一级扶贫项目资产谁是第一责任人？"
MOST_BEFORE = 5
"""How many questions before it may come with one."""

Text = Annotated[str, Field(max_length=MAXIMUM_LENGTH)]
Short = Annotated[str, Field(max_length=200)]
Documents = Annotated[str, Field(max_length=4000)]


class Failure(BaseModel):
    """Why something was not done, in one sentence."""

    error: str


class Question(BaseModel):
    """A question, the language of its answer (by default its own), and the questions that it goes on from."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"question": "那县级呢？", "lang": "zh", "after": [HEADLINE]}]}
    )
    question: Annotated[str, Field(min_length=1, max_length=MAXIMUM_LENGTH)]
    lang: Literal["zh", "en"] | None = None
    after: Annotated[list[Text], Field(max_length=MOST_BEFORE)] = []


class Comparing(BaseModel):
    """What to compare: documents as in A+B,C (by default all), one level, one matter, one role."""

    model_config = ConfigDict(
        extra="forbid", json_schema_extra={"examples": [{"documents": "suzhou-2022,central-2022", "level": "county"}]}
    )
    documents: Documents = ""
    level: Short = ""
    matter: Short = ""
    role: Short = ""


class Slots(BaseModel):
    """What was read from a question; notations of the vocabulary and ids of documents."""

    document: list[str]
    level: list[str]
    role: list[str]
    matter: list[str]
    region: list[str] = []
    actor: list[str] = []
    position: list[str] = []
    kind: list[str] = []
    measure: list[str] = []
    time: list[str] = []
    provision: list[str] = []


class Interpretation(BaseModel):
    """How a question was read."""

    text: str
    intent: str
    slots: Slots
    relaxed: list[Step]
    corrected: list[tuple[str, str]]


class Citation(BaseModel):
    """The exact words that prove an answer."""

    document: str
    provision: str
    item: str
    quote: str
    start: int
    end: int
    frame: str
    primary: bool


class Answer(BaseModel):
    """What `dutygraph ask --json` prints."""

    question: str
    language: Literal["zh", "en"]
    status: Literal["answered", "refused"]
    reason: Reason | None
    interpretation: Interpretation
    answer: str
    actors: list[str]
    citations: list[Citation]
    sparql: list[str]
    suggestions: list[str]
    milliseconds: int


class Comparison(BaseModel):
    """What `dutygraph compare --format json` prints."""

    columns: list[Column]
    titles: dict[str, str]
    matrices: list[Matrix]
    correlations: list[Correlation]
    observations: list[Observation]
    notes: list[Note]
    sparql: list[str]


class Document(BaseModel):
    """What is known of a document, and how much the graph holds of it."""

    model_config = ConfigDict(extra="allow")
    id: str
    title: str
    short_title: str
    level: Level
    region: str
    date: str
    completeness: Completeness
    missing: list[str]
    articles: int
    frames: int
    digested: int
    versions: int


class DocumentWithText(Document):
    """A document with its text, whose code points all offsets count; empty where only a digest is known."""

    text: str


class Provision(BaseModel):
    """A node of a document's structure tree: `text[start:end]` are its words."""

    key: str
    parent: str | None
    kind: ProvisionKind
    name: str
    label: str
    heading: str
    start: int
    end: int


class Actor(BaseModel):
    """Who is bound."""

    name: str
    level: str
    start: int
    end: int
    quote: str
    inherited: bool


class Matter(BaseModel):
    """What a norm is about."""

    text: str
    concepts: list[str]


class Frame(BaseModel):
    """A norm, as `dutygraph export --format frames` writes it."""

    model_config = ConfigDict(extra="allow")
    id: str
    document: str
    provision: str
    item: str
    kind: Kind
    role: str | None
    start: int
    end: int
    quote: str
    actors: list[Actor]
    matter: Matter | None
    recipients: list[str]
    time: list[str]
    quantity: list[str]
    conduct: list[str]
    targets: list[str]
    measures: list[str]
    enforcers: list[str]
    rule: str
    confidence: float
    status: Status


class Frames(BaseModel):
    """A page of the frames of a document, and how many there are."""

    total: int
    offset: int
    frames: list[Frame]


class ProvisionWithWords(BaseModel):
    """A provision with its words and what was extracted from them."""

    document: str
    key: str
    name: str
    start: int
    end: int
    quote: str
    frames: list[Frame]


class Health(BaseModel):
    """That the service answers, and the version of the graph that it answers from."""

    status: Literal["ok"]
    version: str
