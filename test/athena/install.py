"""Installs Trino, and the connector that reads tables of Glue, from Maven Central, where they are not there yet."""

import shutil
import subprocess
import tarfile
import zipfile

from engine import BUILD, SERVER, TRINO

COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy"


def download(artifact: str, kind: str):
    command = ["mvn", "--batch-mode", "--quiet", COPY, f"-Dartifact=io.trino:{artifact}:{TRINO}:{kind}", f"-DoutputDirectory={BUILD}"]
    subprocess.run(command, check=True)
    return BUILD / f"{artifact}-{TRINO}.{kind}"


def install() -> None:
    plugin = SERVER / "plugin" / "hive"
    if plugin.exists():
        return
    shutil.rmtree(SERVER, ignore_errors=True)
    server, hive = download("trino-server-core", "tar.gz"), download("trino-hive", "zip")
    with tarfile.open(server) as archive:
        archive.extractall(BUILD, filter="data")
    with zipfile.ZipFile(hive) as archive:
        archive.extractall(plugin.parent)
    # Last, so that half an installation is none.
    (plugin.parent / f"trino-hive-{TRINO}").rename(plugin)
    server.unlink()
    hive.unlink()


if __name__ == "__main__":
    install()
