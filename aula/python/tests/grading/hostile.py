"""Lo que escribiría quien quisiera que la página hiciera algo, pidiera algo o dijera otra cosa."""

import base64

from aula.grading import outputs
from aula.notebooks import node

PNG = base64.b64encode(outputs.PNG + b"...").decode()
MARK = "document.documentElement.setAttribute('tomada', '1')"


def html(server="http://127.0.0.1:9"):
    """HTML que actúa, que pide algo a `server` o que se pone encima de lo demás."""
    return [
        f"<script>{MARK}</script>",
        f'<img src=x onerror="{MARK}">',
        f'<svg onload="{MARK}"><script>{MARK}</script></svg>',
        f'<iframe srcdoc="<script>parent.{MARK}</script>"></iframe>',
        f'<iframe src="{server}/marco"></iframe>',
        f'<img src="{server}/imagen.png">',
        f'<link rel=stylesheet href="{server}/estilo.css">',
        f'<style>@import url("{server}/otro.css"); body {{ background: url("{server}/fondo") }}</style>',
        f'<object data="{server}/objeto"></object><embed src="{server}/otro">',
        f'<video src="{server}/video" autoplay></video><audio src="{server}/audio" autoplay></audio>',
        f'<form action="{server}/formulario"><input autofocus onfocus="{MARK}"><button>Entrar</button></form>',
        f'<meta http-equiv=refresh content="0;url={server}/lejos">',
        f'<base href="{server}/">',
        '<div style="position:fixed;inset:0;z-index:99999;background:white;font-size:60px">TOTAL 25 / 25</div>',
        '<p class="resultado panel puntos" id="arriba">Puntos: 25 / 25</p>',
        f'<a href="javascript:{MARK}">pulsa</a>',
        f'<details open ontoggle="{MARK}"><summary>abre</summary></details>',
        f"<math><maction actiontype=toggle><mtext><img src=x onerror={MARK}></mtext></maction></math>",
        f'<noscript><p title="</noscript><img src=x onerror={MARK}>">',
        f"</pre></div></main></body><script>{MARK}</script>",
        f"<!--><img src=x onerror={MARK}>-->",
    ]


def formulas(server="http://127.0.0.1:9"):
    return [
        r"\style{position:fixed;top:0;left:0;width:100vw;height:100vh;z-index:99999;background:white}{\text{TOTAL 25 / 25}}",
        rf"\style{{background:url({server}/formula)}}{{x}}",
        r"\class{resultado}{x}",
        rf"\href{{javascript:{MARK}}}{{x}}",
        rf"\text{{<img src=x onerror={MARK}>}}",
        rf"\text{{<script>{MARK}</script>}}",
        r"\hspace{-100em}\text{TOTAL 25 / 25}",
        r"\rule{2000em}{2000em}",
        r"\color{red;position:fixed}{x}",
    ]


def markdown(server="http://127.0.0.1:9"):
    links = [f"![foto]({server}/foto.png)", f"[pulsa](javascript:{MARK})", "```mermaid\n<script>alert(1)</script>\n```"]
    links += [f'[a]: javascript:{MARK} "x"\n\n[a]', f"<javascript:{MARK}>", f"[b](data:text/html,<script>{MARK}</script>)"]
    links += ["# Resultado de las pruebas", "e\u0301" + "\u0301" * 2000, "\u202eOTNEIC ROP NEIC\u202c"]
    return (
        html(server) + [f"${each}$" for each in formulas(server)] + [f"$$\n{each}\n$$" for each in formulas(server)] + links
    )


def cells(server="http://127.0.0.1:9"):
    """Celdas propias, con todo lo anterior en todos los sitios en que cabe."""
    made = [node.cell("markdown", each, f"h{number}") for number, each in enumerate(markdown(server))]
    made += [node.cell("raw", each) for each in html(server)]
    for each in html(server):
        cell = node.cell("code", each)
        data = {"text/html": each, "image/svg+xml": each, "application/javascript": MARK, "text/plain": each}
        cell.outputs = [
            node.output("display_data", data=data),
            node.output("stream", name="stdout", text=each + "\x1b[31mrojo\x1b[0m\x1b]8;;http://x\x07"),
            node.output("error", ename=each, evalue=each, traceback=[each]),
            node.output("display_data", data={"image/png": PNG, "text/plain": f'" {each}'}),
            node.output("display_data", data={"image/png": f'" onerror="{MARK}'}),
        ]
        made.append(cell)
    for each in formulas(server):
        cell = node.cell("code", "1")
        cell.outputs = [node.output("display_data", data={"text/latex": f"${each}$"})]
        made.append(cell)
    return made
