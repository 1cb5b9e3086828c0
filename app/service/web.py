"""The routes of the service: they check what comes in, hand it to workers, and give back what these make."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path as File
from typing import Annotated, Any, Final, Literal

import pyoxigraph
from fastapi import Depends, FastAPI, Path, Query, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.security import HTTPBearer
from prometheus_client import CONTENT_TYPE_LATEST
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware

from app.apart import Died, OutOfTime
from app.service import models, protocol
from app.service.guard import MOST_BYTES, Guard
from app.service.metrics import Metrics
from app.service.models import HEADLINE, MOST_BEFORE
from app.service.pool import PATIENCE, Busy, Pool
from app.service.tasks import JSON_LINES
from app.service.types import Reply, Settings
from app.service.versions import Kept, LiveVersion
from app.service.worker import failure
from corpus.errors import DutygraphError, StoreError
from extract.types import Kind, Role
from ontology.errors import ExportError, SparqlError
from ontology.results import ROWS, TRIPLES, serialized

HERE: Final = File(__file__).parent
SECONDS: Final = 30.0
"""Seconds that an answer or a look-up may take."""
SECONDS_COMPARING: Final = 60.0
MOST_WAITING: Final = 200
"""So many requests may wait for a worker that answers; the next is turned away."""
QUERIES: Final = 2
"""How many SPARQL queries of others run at once."""
MOST_QUERIES_WAITING: Final = 50
VERSION: Final = "Dutygraph-Version"
CUT: Final = "X-SPARQL-MaxRows"

_DocumentId = Annotated[str, Path(max_length=200, openapi_examples={"Suzhou": {"value": "suzhou-2022"}})]
_STATUS: Final[tuple[tuple[type[DutygraphError], int], ...]] = (
    (Busy, 503),
    (StoreError, 503),
    (OutOfTime, 422),
    (Died, 422),
    (ExportError, 406),
    (protocol.UnknownMediaType, 415),
    (DutygraphError, 400),
)
_SAYS: Final = {
    400: "What was sent is not as it should be.",
    401: "The token is missing or wrong.",
    404: "The store does not hold it.",
    406: "The result cannot be written in any form that Accept names.",
    408: "The body did not arrive in time.",
    413: f"The body is longer than {MOST_BYTES} bytes.",
    415: "The body is no SPARQL query.",
    422: "It takes more time or memory than it may.",
    503: "Too much is asked at once, or there is no graph; Retry-After says when to try again.",
}


def _failures(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": models.Failure, "description": _SAYS[status]} for status in statuses}


def _gives(model: Any, *statuses: int, **more: Any) -> dict[str, Any]:
    """Return what the description of a route says about its responses."""
    responses = {200: {"model": model, "description": "Done."}} | _failures(400, 401, 408, 413, 422, 503, *statuses)
    return {"responses": responses, "response_class": Response, **more}


class Service:
    """The workers of a service, and the replies that it keeps."""

    def __init__(self, settings: Settings, metrics: Metrics) -> None:
        location = settings.location
        self._answers = Pool("answers", location, settings.workers, MOST_WAITING, metrics.replaced("answers"))
        self._queries = Pool("queries", location, QUERIES, MOST_QUERIES_WAITING, metrics.replaced("queries"))
        metrics.waiting("answers", lambda: self._answers.waiting)
        metrics.waiting("queries", lambda: self._queries.waiting)
        self.live = LiveVersion(location)
        self._kept = Kept()
        self._metrics = metrics
        self._settings = settings

    async def open(self) -> None:
        """Start the workers and wait until they are ready."""
        await self._answers.open()
        await self._queries.open()

    async def close(self) -> None:
        """End the workers."""
        await self._answers.close()
        await self._queries.close()

    async def do(self, task: str, seconds: float = SECONDS, **given: Any) -> Response:
        """Return the response to a task, the one from before where the store has not changed since."""
        asked = json.dumps([task, given])
        reply = self._kept.get(await self.live.now(), asked)
        kept = reply is not None
        if reply is None:
            reply = await self._answers.run(seconds, task, **given)
            if reply.status == 200:
                self._kept.put(asked, reply)
        self._metrics.reply(reply, kept)
        return _response(reply)

    async def query(self, asked: protocol.Asked, forms: tuple[str, ...]) -> Response:
        """Return the response to a SPARQL query."""
        most = self._settings.rows
        given = {"query": asked.query, "default": asked.default, "named": asked.named, "forms": forms, "most": most}
        reply = await self._queries.run(self._settings.seconds, "query", **given)
        self._metrics.reply(reply, kept=False)
        response = _response(reply)
        if reply.more:
            response.headers[CUT] = str(most)
        return response


def _response(reply: Reply) -> Response:
    headers = {VERSION: reply.version, "Vary": "Accept"} if reply.version else {}
    if reply.status == 503:
        headers["Retry-After"] = str(round(PATIENCE))
    return Response(reply.content, reply.status, headers, reply.media_type)


def create_app(settings: Settings) -> FastAPI:
    """Return the service over the store of the settings; its workers run from its start to its end."""
    metrics = Metrics()
    service = Service(settings, metrics)

    @asynccontextmanager
    async def lifespan(_app: FastAPI) -> AsyncIterator[None]:
        try:
            await service.open()
            yield
        finally:
            await service.close()

    web = FastAPI(
        title="责任图谱 dutygraph",
        summary="Who must do what, at which level of government, in which role, with the words as proof; reading only.",
        version="1",
        lifespan=lifespan,
        docs_url=None,  # the pages would load their scripts from elsewhere
        redoc_url=None,
        redirect_slashes=False,
        dependencies=[Depends(HTTPBearer(auto_error=False, description="The token of the service."))]
        if settings.token
        else [],
    )
    _add_answers(web, service)
    _add_documents(web, service)
    _add_sparql(web, service)
    _add_rest(web, service, metrics)
    web.add_exception_handler(DutygraphError, _refused)
    web.add_exception_handler(RequestValidationError, _malformed)
    web.add_exception_handler(HTTPException, _nothing_there)
    web.add_exception_handler(Exception, _broken)
    web.add_middleware(Guard, token=settings.token, metrics=metrics)
    if settings.origins:
        web.add_middleware(
            CORSMiddleware,
            allow_origins=settings.origins,
            allow_methods=["GET", "POST"],
            allow_headers=["Authorization", "Content-Type"],
            expose_headers=[VERSION, CUT, "Retry-After"],
        )
    return web


def _add_answers(web: FastAPI, service: Service) -> None:
    """Add questions and comparisons."""
    asking = _gives(models.Answer, tags=["questions"])
    comparing = _gives(models.Comparison, 404, tags=["comparison"])

    @web.get("/api/ask", summary="Answer a question", **asking)
    async def ask(
        question: Annotated[
            str,
            Query(min_length=1, max_length=models.MAXIMUM_LENGTH, openapi_examples={"headline": {"value": HEADLINE}}),
        ],
        lang: Annotated[Literal["zh", "en"] | None, Query(description="The language of the answer.")] = None,
        after: Annotated[
            list[models.Text], Query(max_length=MOST_BEFORE, description="Questions before it, in their order.")
        ] = [],  # noqa: B006  (FastAPI copies it)
    ) -> Response:
        return await service.do("ask", question=question, lang=lang, after=after)

    @web.post("/api/ask", summary="Answer a question", **asking)
    async def ask_by_body(body: models.Question) -> Response:
        return await service.do("ask", **body.model_dump())

    @web.get("/api/compare", summary="Compare documents", **comparing)
    async def compare(
        documents: Annotated[models.Documents, Query(description="As in A+B,C; by default all.")] = "",
        level: Annotated[models.Short, Query(examples=["county"])] = "",
        matter: Annotated[models.Short, Query(examples=["project-assets"])] = "",
        role: Annotated[models.Short, Query(examples=["first"])] = "",
    ) -> Response:
        given = {"documents": documents, "level": level, "matter": matter, "role": role}
        return await service.do("compare", SECONDS_COMPARING, **given)

    @web.post("/api/compare", summary="Compare documents", **comparing)
    async def compare_by_body(body: models.Comparing) -> Response:
        return await service.do("compare", SECONDS_COMPARING, **body.model_dump())


def _add_documents(web: FastAPI, service: Service) -> None:
    """Add documents with their provisions and frames."""
    lines = {"description": "Done.", "content": {JSON_LINES: {"schema": {"type": "string"}}}}

    @web.get("/api/documents", summary="All documents", **_gives(list[models.Document], tags=["documents"]))
    async def documents() -> Response:
        return await service.do("documents")

    @web.get(
        "/api/documents/{document}",
        summary="A document with its text",
        **_gives(models.DocumentWithText, 404, tags=["documents"]),
    )
    async def document(document: _DocumentId) -> Response:
        return await service.do("document", document=document)

    @web.get(
        "/api/documents/{document}/provisions",
        summary="The structure tree of a document, in reading order",
        **_gives(list[models.Provision], 404, tags=["documents"]),
    )
    async def provisions(document: _DocumentId) -> Response:
        return await service.do("provisions", document=document)

    @web.get(
        "/api/documents/{document}/provisions/{provision}",
        summary="The words of a provision and its frames",
        **_gives(models.ProvisionWithWords, 404, tags=["documents"]),
    )
    async def provision(
        document: _DocumentId,
        provision: Annotated[str, Path(max_length=200, openapi_examples={"article": {"value": "第十六条"}})],
    ) -> Response:
        return await service.do("provision", document=document, provision=provision)

    described = _gives(models.Frames, 404, tags=["frames"])
    described["responses"][200] |= lines

    @web.get("/api/documents/{document}/frames", summary="The frames of a document, page by page", **described)
    async def frames(
        request: Request,
        document: _DocumentId,
        kind: Annotated[Kind | None, Query()] = None,
        role: Annotated[Role | None, Query()] = None,
        offset: Annotated[int, Query(ge=0, le=10**9)] = 0,
        limit: Annotated[int, Query(ge=1, le=1000)] = 100,
    ) -> Response:
        as_lines = JSON_LINES in request.headers.get("accept", "")
        given: dict[str, Any] = {
            "kind": kind or "",
            "role": role or "",
            "offset": offset,
            "limit": limit,
            "lines": as_lines,
        }
        return await service.do("frames", document=document, **given)

    @web.get("/api/frames/{frame:path}", summary="A frame by its id", **_gives(models.Frame, 404, tags=["frames"]))
    async def frame(
        frame: Annotated[
            str,
            Path(max_length=400, openapi_examples={"Suzhou": {"value": "suzhou-2022/art_16/responsibility-2"}}),
        ],
    ) -> Response:
        return await service.do("frame", frame=frame)


def _add_sparql(web: FastAPI, service: Service) -> None:
    """Add the SPARQL endpoint."""
    example = "SELECT ?title { ?document dcterms:title ?title }"
    text = {"type": "string"}
    content = {form: {"schema": {} if form.endswith("json") else text} for form in (*ROWS, *TRIPLES)}
    cut = {"description": "Only where rows were cut: how many there are at most.", "schema": {"type": "integer"}}
    done = {"description": "What the query finds.", "content": content, "headers": {CUT: cut}}
    responses = {200: done} | _failures(400, 401, 406, 408, 413, 415, 422, 503)
    graphs = [
        {"name": name, "in": "query", "schema": {"type": "array", "items": text}, "description": "By default all."}
        for name in ("default-graph-uri", "named-graph-uri")
    ]
    query = {"name": "query", "in": "query", "schema": text, "example": example}
    form = {"type": "object", "properties": {"query": text}, "required": ["query"], "example": {"query": example}}
    body = {"required": True, "content": {protocol.FORM: {"schema": form}, protocol.QUERY: {"schema": text}}}
    shared: dict[str, Any] = {"responses": responses, "response_class": Response, "tags": ["SPARQL"]}

    @web.get(
        "/sparql",
        summary="Run a query; without one, describe the endpoint",
        openapi_extra={"parameters": [query, *graphs]},
        **shared,
    )
    async def sparql(request: Request) -> Response:
        asked = protocol.read_request("GET", "", request.scope["query_string"], b"")
        accept = request.headers.get("accept", "")
        return await service.query(asked, protocol.forms(accept)) if asked.query else _description(request, accept)

    @web.post("/sparql", summary="Run a query", openapi_extra={"parameters": graphs, "requestBody": body}, **shared)
    async def sparql_by_body(request: Request) -> Response:
        kind = request.headers.get("content-type", "")
        asked = protocol.read_request("POST", kind, request.scope["query_string"], await request.body())
        return await service.query(asked, protocol.forms(request.headers.get("accept", "")))


def _description(request: Request, accept: str) -> Response:
    """Return the description of the endpoint at the address by which it was reached."""
    address = str(request.url.replace(query="", fragment=""))
    form = protocol.first_of(accept, tuple(TRIPLES))
    written = (HERE / "description.ttl").read_bytes()
    try:
        described = list(pyoxigraph.parse(written, pyoxigraph.RdfFormat.TURTLE, base_iri=address))
    except ValueError as error:
        raise SparqlError(f"{address!r} is no address of an endpoint.") from error
    return Response(serialized([quad.triple for quad in described], TRIPLES[form]), media_type=form)


def _add_rest(web: FastAPI, service: Service, metrics: Metrics) -> None:
    """Add the first page, health and figures."""
    page = (HERE / "index.html").read_text("utf-8")

    @web.get("/", include_in_schema=False)
    async def index() -> Response:
        policy = {"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'"}
        return Response(page, headers=policy, media_type="text/html")

    healthy = {200: {"model": models.Health, "description": "It answers."}} | _failures(503)

    @web.get("/health", summary="Whether the service answers", responses=healthy, response_class=Response)
    async def health() -> Response:
        version = await service.live.now()
        return Response(json.dumps({"status": "ok", "version": version}), media_type="application/json")

    content = {"text/plain": {"schema": {"type": "string"}}}
    counted = _failures(401) | {200: {"description": "In the text format of Prometheus.", "content": content}}

    @web.get("/metrics", summary="Figures of the service", responses=counted, response_class=Response)
    async def figures() -> Response:
        try:
            version = await service.live.now()
        except StoreError:
            version = ""
        return Response(metrics.text(version), headers={"Content-Type": CONTENT_TYPE_LATEST})


async def _refused(_request: Request, error: Exception) -> Response:
    status = next(status for kind, status in _STATUS if isinstance(error, kind))
    return _response(failure(status, str(error)))


async def _malformed(_request: Request, error: Exception) -> Response:
    """Say what is wrong with the first value that is not as it should be."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    place = ".".join(str(part) for part in first["loc"])
    return _response(failure(400, f"{place}: {first['msg']}."))


async def _nothing_there(_request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    sentence = {
        404: "There is nothing at this address; /openapi.json says what there is.",
        405: "This address does not take requests of this method.",
    }.get(error.status_code, f"{error.detail}.")
    response = _response(failure(error.status_code, sentence))
    response.headers.update(error.headers or {})
    return response


async def _broken(_request: Request, _error: Exception) -> Response:
    return _response(failure(500, "The service could not do this; its log says why."))
