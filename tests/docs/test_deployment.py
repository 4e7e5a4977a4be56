"""The files that the pages about deployment show are what their programs take."""

from __future__ import annotations

import re
import shutil
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from mkb_core.cli.application import COMMANDS
from mkb_core.workflows.settings import load_settings
from tests.docs.pages import ROOT

PAGES = ("docs/how-to/deploy.md", "docs/how-to/back-up-and-restore.md")
SHOWN = re.compile(r"^```text\n# (\S+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
FILES = {name: content for page in PAGES for name, content in SHOWN.findall((ROOT / page).read_text("utf-8"))}
UNITS = {Path(name).name: content for name, content in FILES.items() if "/systemd/" in name}


def test_pages_show_all_that_is_needed() -> None:
    assert set(map(str, FILES)) >= {"/etc/mkb/environment", "/etc/nginx/conf.d/mkb.conf", "Containerfile"}
    assert set(UNITS) == {"mkb-web@.service", "mkb-worker@.service", "mkb-backup.service", "mkb-backup.timer"}


@pytest.mark.skipif(shutil.which("systemd-analyze") is None, reason="systemd-analyze is absent")
def test_units_are_what_systemd_takes(tmp_path: Path) -> None:
    program = tmp_path / "mkb"
    program.write_text("#!/bin/sh\n", "utf-8")
    program.chmod(0o755)
    paths = []
    for name, content in UNITS.items():
        unit = tmp_path / name.replace("@.", "@8001.")
        unit.write_text(content.replace("/opt/mkb/bin/mkb", str(program)), "utf-8")
        paths.append(str(unit))
    done = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", *paths], capture_output=True, text=True, check=False
    )
    told = [line for line in done.stderr.splitlines() if str(tmp_path) in line or "mkb" in line]
    assert (done.returncode, told) == (0, []), done.stderr


def test_commands_and_settings_exist() -> None:
    commands = {(group, name) for group, names in COMMANDS.items() for name in names}
    used = set(re.findall(r"/opt/mkb/bin/mkb (?:(db) )?(\w+)", "".join(UNITS.values())))
    assert used == {("", "serve"), ("", "work"), ("db", "backup"), ("db", "verify")}
    assert used <= commands
    environment = dict(line.split("=", 1) for line in FILES["/etc/mkb/environment"].splitlines())
    load_settings(environment)


def test_image_is_made_of_wheels_and_names_no_registry() -> None:
    lines = FILES["Containerfile"]
    assert "://" not in lines
    assert "index-url" not in lines
    for source in re.findall(r"^COPY (\S+)", lines, re.MULTILINE):
        assert source.startswith(("dist/", "requirements/"))
    assert (ROOT / "requirements" / "run.txt").is_file() or not (ROOT / "requirements").exists()


def test_proxy_leaves_nothing_of_what_a_client_says_about_itself() -> None:
    written = dict(re.findall(r"proxy_set_header (\S+) (.*);", FILES["/etc/nginx/conf.d/mkb.conf"]))
    assert written["X-Forwarded-For"] == "$remote_addr"
    assert {name for name, value in written.items() if value == '""'} == {
        "Connection",
        "Forwarded",
        "X-Real-IP",
    }
    assert re.search(r"location = /metrics \{\s+return 404;", FILES["/etc/nginx/conf.d/mkb.conf"])


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A folder with a certificate of our own."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "mkb.example.org")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    (tmp_path / "fullchain.pem").write_bytes(made.public_bytes(encoding))
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    (tmp_path / "privkey.pem").write_bytes(private)
    return tmp_path


@pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is absent")
def test_proxy_is_what_nginx_takes(certificate: Path, tmp_path: Path) -> None:
    inner = FILES["/etc/nginx/conf.d/mkb.conf"].replace("/etc/mkb/tls", str(certificate))
    file = tmp_path / "nginx.conf"
    file.write_text(
        f"pid {tmp_path}/nginx.pid;\nerror_log {tmp_path}/error.log;\nevents {{}}\nhttp {{\n{inner}\n}}\n",
        "utf-8",
    )
    done = subprocess.run(
        ["nginx", "-t", "-q", "-e", str(tmp_path / "error.log"), "-c", str(file)],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr + (tmp_path / "error.log").read_text("utf-8")
