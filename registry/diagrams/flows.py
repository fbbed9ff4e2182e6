"""The flows of a file, whatever its reader calls them: of a process as read, of a bot as a flow of its actions."""

from registry.diagrams.bots import model_of_bot
from registry.formats.flow import FlowModel
from registry.formats.reading import FileSummary


def flows_of(summary: FileSummary) -> FlowModel | None:
    """What pictures and texts are made from; None where the file holds no flow."""
    if summary.flow is None and summary.bot is not None:
        return model_of_bot(summary.bot)
    return summary.flow
