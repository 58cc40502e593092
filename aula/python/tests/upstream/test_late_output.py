"""Lo que el núcleo manda tarde llega a su celda."""

import queue
import unittest

import nbformat
from nbclient import NotebookClient

from aula.upstream.late_output import Client


class Late(unittest.IsolatedAsyncioTestCase):
    def use(self, kind):
        self.cells = [nbformat.v4.new_code_cell(source) for source in ("una", "otra")]
        self.client = kind(nbformat.v4.new_notebook(cells=self.cells), record_timing=False)
        self.client.kc, self.client.clear_before_next_output = self, False
        self.messages = queue.SimpleQueue()

    async def get_msg(self, timeout):
        return self.messages.get_nowait()  # si no hay, falla como si no llegaran

    get_iopub_msg = get_msg

    @property
    def iopub_channel(self):
        return self

    def say(self, request, kind="stream", **content):
        content = content or {"name": "stdout", "text": f"{request}\n"}
        header = {"msg_type": kind}
        self.messages.put({"header": header, "parent_header": {"msg_id": request}, "content": content} | header)

    def end(self, request):
        self.say(request, "status", execution_state="idle")

    async def run_cell(self, number):
        await self.client._async_poll_output_msg(f"petición {number}", self.cells[number], number)

    async def test_what_arrives_late_goes_to_its_cell(self):
        self.use(Client)
        self.end("petición 0")
        await self.run_cell(0)
        for request in ("de nadie", "petición 0", "petición 1"):
            self.say(request)
        self.end("petición 0")  # otra vez: no termina la siguiente
        self.say("petición 1")
        self.end("petición 1")
        self.say("petición 1")
        await self.run_cell(1)
        self.assertEqual(self.messages.qsize(), 1, "terminó antes, o después, de lo suyo")
        await self.client.listen(0.1)
        said = ["".join(output.text for output in cell.outputs) for cell in self.cells]
        self.assertEqual(said, ["petición 0\n", "petición 1\n" * 3])

    async def test_nbclient_alone_still_loses_it(self):
        self.use(NotebookClient)
        self.end("petición 0")
        await self.run_cell(0)
        self.say("petición 0")
        self.end("petición 1")
        await self.run_cell(1)
        self.assertEqual([cell.outputs for cell in self.cells], [[], []])


if __name__ == "__main__":
    unittest.main()
