"""Plugins made on the spot: packages with entry points in a folder on the path, good ones and bad ones."""

from __future__ import annotations

from pathlib import Path

from attrs import field, frozen

from mkb_core.runtime.faults import FaultKind
from mkb_core.runtime.host import PluginState

MANIFEST = """
id = "{id}"
name = "{id}"
owner = "nobody"
contact = "nobody"
hook_api = "{hook_api}"
partners = {partners}
"""

TOOLS = """
from mkb_core.domain.partners import Partner, PartnerKind
from mkb_core.hooks import PartnerDeclaration, RegionDefinition, Service, hookimpl
from mkb_core.text import text

def declared(partner, **more):
    return PartnerDeclaration(Partner(partner, partner, PartnerKind.PUBLIC, text(nl=partner, en=partner)), **more)

@hookimpl
def mkb_declare_partners():
"""


def declares(body: str) -> str:
    """A module whose hook has this body."""
    return TOOLS + "".join(f"    {line}\n" for line in body.strip().splitlines())


@frozen
class Animal:
    """A plugin package. ``manifest`` replaces the usual one; an empty text leaves it out."""

    id: str
    code: str
    partners: tuple[str, ...] = ()
    hook_api: str = ">=1.0,<2"
    manifest: str | None = None
    group: str = "mkb.partner"

    @property
    def package(self) -> str:
        return "zoo_" + self.id.replace("-", "_")

    def settle(self, folder: Path) -> None:
        """Install it in a folder."""
        home = folder / self.package
        home.mkdir(parents=True)
        (home / "__init__.py").write_text("", "utf-8")
        (home / "plugin.py").write_text(self.code, "utf-8")
        usual = MANIFEST.format(id=self.id, hook_api=self.hook_api, partners=list(self.partners))
        manifest = usual if self.manifest is None else self.manifest
        if manifest:
            name = "partner.toml" if self.group == "mkb.partner" else "plugin.toml"
            (home / name).write_text(manifest, "utf-8")
        record = folder / f"{self.package}-1.0.dist-info"
        record.mkdir()
        (record / "METADATA").write_text(
            f"Metadata-Version: 2.1\nName: {self.package}\nVersion: 1.0\n", "utf-8"
        )
        (record / "entry_points.txt").write_text(
            f"[{self.group}]\n{self.id} = {self.package}.plugin\n", "utf-8"
        )


@frozen
class Bad:
    """A bad plugin and what must become of it."""

    animal: Animal
    kind: FaultKind
    state: PluginState = PluginState.FAILING
    hook: str | None = field(default=None)


def raising(name: str, code: str) -> Bad:
    return Bad(Animal(name, code, partners=(name,)), FaultKind.IMPORT)


def in_hook(name: str, body: str, kind: FaultKind, *partners: str) -> Bad:
    animal = Animal(name, declares(body), partners=partners or (name,))
    return Bad(animal, kind, hook="mkb_declare_partners")


def in_manifest(name: str, manifest: str) -> Bad:
    return Bad(Animal(name, "raise RuntimeError", manifest=manifest), FaultKind.MANIFEST)


GOOD = (
    Animal("aa-good", declares('return [declared("aa-good")]'), partners=("aa-good",)),
    Animal("zz-good", declares('return (declared("zz-good"), declared("zz-two"))'), partners=("zz-good", "zz-two")),
)  # fmt: skip

HOOK_AND_MISFIT = (
    declares('return [declared("half-fit")]')
    + "\n@hookimpl\ndef mkb_look_up_company(number, colour):\n    return None\n"
)
MISSPELT = (
    declares('return [declared("misspelt")]') + "\n@hookimpl\ndef mkb_declare_partner():\n    return []\n"
)
MUTE = """
class Mute(Exception):
    def __str__(self):
        raise RuntimeError
raise Mute
"""
STOP = """
class Stop(BaseException):
    pass
raise Stop("enough")
"""

ELSEWHERE = (
    MANIFEST.format(id="elsewhere", hook_api=">=1.0,<2", partners=["elsewhere"]) + 'transport = "http"\n'
)

BAD = (
    raising("raises", "raise RuntimeError('broken')"),
    raising("exits", "raise SystemExit(0)"),
    raising("stops", STOP),
    raising("mute-import", MUTE),
    raising("bad-syntax", "def ("),
    raising("needs-more", "import no_such_module_anywhere"),
    raising("half-fit", HOOK_AND_MISFIT),
    Bad(Animal("misspelt", MISSPELT, ("misspelt",)), FaultKind.UNKNOWN_HOOK),
    Bad(Animal("unmarked", "def mkb_declare_partners():\n    return ()\n", ("unmarked",)), FaultKind.UNKNOWN_HOOK),
    Bad(
        Animal("elsewhere", "raise RuntimeError", manifest=ELSEWHERE),
        FaultKind.INCOMPATIBLE,
        PluginState.INCOMPATIBLE,
    ),
    Bad(
        Animal("for-two", "raise RuntimeError", hook_api=">=2"),
        FaultKind.INCOMPATIBLE,
        PluginState.INCOMPATIBLE,
    ),
    Bad(Animal("no-range", "raise RuntimeError", hook_api="latest"), FaultKind.MANIFEST),
    in_manifest("no-manifest", ""),
    in_manifest("broken-toml", "id = "),
    in_manifest("deep-toml", "id = " + "[" * 5000),
    in_manifest("empty-manifest", "# nothing"),
    in_manifest("binary-manifest", "\x00\x01"),
    in_hook("raises-inside", "raise ValueError('inside')", FaultKind.RAISED),
    in_hook("exits-inside", "raise SystemExit(1)", FaultKind.RAISED),
    in_hook("stops-inside", STOP, FaultKind.RAISED),
    in_hook("mute-inside", MUTE, FaultKind.RAISED),
    in_hook("endless", "return mkb_declare_partners()", FaultKind.RAISED),
    in_hook("nothing", "return None", FaultKind.WRONG_TYPE),
    in_hook("in-words", "return 'rabobank'", FaultKind.WRONG_TYPE),
    in_hook("plain-data", "return [{'partner': {'id': 'plain-data'}}]", FaultKind.WRONG_TYPE),
    in_hook("one-bare", "return declared('one-bare')", FaultKind.WRONG_TYPE),
    in_hook("generator", "yield declared('generator')", FaultKind.WRONG_TYPE),
    in_hook("mixed", "return [declared('mixed'), None]", FaultKind.WRONG_TYPE),
    in_hook("partner-in-text", "return [PartnerDeclaration('partner-in-text')]", FaultKind.INVALID),
    in_hook("numbered", "return [declared('numbered', services=(3,))]", FaultKind.INVALID),
    in_hook("object-inside", "return [declared('object-inside', items=object())]", FaultKind.INVALID),
    in_hook("half-a-character", "return [declared('half-\\ud800')]", FaultKind.INVALID),
    in_hook("unnamed", "return [declared('somebody-else')]", FaultKind.INVALID),
    in_hook("takes-over", "return [declared('liof')]", FaultKind.INVALID),
    in_hook("aa-claims", "return [declared('liof')]", FaultKind.DUPLICATE, "liof"),
)  # fmt: skip
