"""Un cliente que interrumpe celdas: python interrupt.py CARPETA

Escribe en JSON lo que enseñó cada celda y, de las interrumpidas, cuánto tardaron en terminar. Las interrumpe con un mensaje,
que es lo que hacen JupyterLab, nbclient, `jupyter console` y VS Code con un núcleo que dice `"interrupt_mode": "message"`; y
con la señal de siempre, que es lo que llega de quien no lo lee.
"""

import json
import signal
import sys
import time
from queue import Empty

from jupyter_client.manager import KernelManager

manager = KernelManager(kernel_name="rust")
manager.start_kernel(cwd=sys.argv[1])
client = manager.client()
client.start_channels()
client.wait_for_ready(timeout=600)


def run(code, interrupt=None):
    """Lo que enseña una celda y, si `interrupt` la detiene cuando ya está corriendo, los segundos que tarda en terminar."""
    request = client.execute(code)
    shown, asked = [], None
    while True:
        message = client.get_iopub_msg(timeout=600)
        kind, content = message["msg_type"], message["content"]
        if message["parent_header"].get("msg_id") != request:
            continue
        if kind == "stream":
            shown.append(f"{content['name']}: {content['text']}")
        elif kind == "error":
            shown.append("error: " + "\n".join(content["traceback"]))
        elif kind == "execute_result":
            shown.append("valor: " + content["data"].get("text/plain", ""))
        elif kind == "status" and content["execution_state"] == "idle":
            break
        if interrupt and asked is None and any("corre" in text for text in shown):
            asked = time.monotonic()
            interrupt()
    seconds = asked and time.monotonic() - asked
    try:
        while message := client.get_iopub_msg(timeout=0.3):  # lo último puede llegar tarde
            if message["msg_type"] == "stream":
                shown.append(f"{message['content']['name']}: {message['content']['text']}")
    except Empty:
        pass
    return {"shown": "\n".join(text.strip() for text in shown), "seconds": seconds}


WHERE = 'println!("{}", std::env::current_dir().unwrap().display());'
cells = [
    run("let a = 3;\nfn doble(x: i32) -> i32 { 2 * x }"),
    run(WHERE),
    run('println!("corre"); loop {}', manager.interrupt_kernel),
    run(WHERE),
    run("doble(21)"),
    run("let v = vec![1, 2, 3];\nlet i = 7;\nv[i]"),
    run('println!("corre"); std::thread::sleep(std::time::Duration::from_secs(600));', manager.interrupt_kernel),
    run("std::process::abort()"),
    run('println!("corre"); loop {}', lambda: manager.signal_kernel(signal.SIGINT)),
    run("doble(4)"),
]
json.dump(cells, sys.stdout)
client.stop_channels()
manager.shutdown_kernel(now=True)
