"""Serves the emulator on a free port of the loopback, which it prints, until its standard input ends.

`--stock` leaves the rules out.
"""

import asyncio
import os
import socket
import sys
import threading


def main() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    port = listener.getsockname()[1]
    # Read while MiniStack is imported: its address in the URLs it gives out, and no listeners but this one.
    os.environ.update(GATEWAY_PORT=str(port), MINISTACK_HOST="127.0.0.1", IOT_MTLS_ENABLED="0", SFTP_ENABLED="0")

    from hypercorn.asyncio import serve
    from hypercorn.config import Config
    from ministack.app import app

    if "--stock" not in sys.argv[1:]:
        from . import rules

        rules.apply()

    config = Config()
    config.bind = [f"fd://{listener.fileno()}"]
    # Whoever started this process holds the other end, and cannot leave it behind.
    threading.Thread(target=lambda: (sys.stdin.read(), os._exit(0)), daemon=True).start()
    print(port, flush=True)
    asyncio.run(serve(app, config))


if __name__ == "__main__":
    main()
