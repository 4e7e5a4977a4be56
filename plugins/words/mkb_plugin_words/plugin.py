"""The hooks of this plugin."""

from mkb_core.domain.questions import MakeAnalyser
from mkb_core.hooks import hookimpl
from mkb_plugin_words.analyser import make_analyser


@hookimpl
def mkb_make_analyser() -> MakeAnalyser:
    """Offer the analyser."""
    return make_analyser
