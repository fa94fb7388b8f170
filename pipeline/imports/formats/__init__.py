"""The formats of archives: each says whether it recognizes a source, plans its pieces, and reads them."""

from pipeline.config import HubSettings
from pipeline.errors import ImportFault, UsageError
from pipeline.imports.formats.almanac import Almanac
from pipeline.imports.formats.base import FormatReader
from pipeline.imports.formats.hub_stats import HubStats
from pipeline.imports.formats.model_pulse import ModelPulse
from pipeline.imports.formats.publisher_analytics import PublisherAnalytics
from pipeline.imports.formats.table import Table
from pipeline.imports.formats.weekly import Weekly
from pipeline.imports.pieces import ImportRequest
from pipeline.imports.sources import open_source
from pipeline.notes import Note
from pipeline.secrets import shorten
from pipeline.text import suggest_nearest

FORMATS: dict[str, type[FormatReader]] = {
    reader.name: reader for reader in (Almanac, Weekly, ModelPulse, HubStats, PublisherAnalytics, Table)
}
"""In the order in which they are tried; a table may be anything."""


def open_reader(request: ImportRequest, settings: HubSettings) -> FormatReader:
    """Open a source in the requested format, else in the first one that recognizes it.

    Raises UsageError for an unknown format or address, MappingError, ImportFault for a source that no format can read, and errors of the Hub.
    """
    if request.format is not None and request.format not in FORMATS:
        unknown_format = Note("unknown_format", {"name": shorten(request.format, 60)})
        raise UsageError(unknown_format, *suggest_nearest(request.format, list(FORMATS)))
    if request.first_day and request.last_day and request.first_day > request.last_day:
        raise UsageError(Note("reversed_span", {"first": str(request.first_day), "last": str(request.last_day)}))
    name = request.format or (Table.name if request.mapping else None)
    if request.mapping is not None and name != Table.name:
        raise UsageError(Note("mapping_of_other_format", {"format": Table.name, "name": str(name)}))
    source = open_source(request.source, settings)
    for reader in FORMATS.values():
        if reader.name == name or (name is None and reader.recognizes(source)):
            return reader(source, request)
    no_format = Note("no_known_format", {"source": shorten(source.address), "formats": ", ".join(FORMATS)})
    raise ImportFault(no_format, Note("nothing_imported"))
