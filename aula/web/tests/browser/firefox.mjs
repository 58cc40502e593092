// Las páginas en el Firefox del sistema: se abren sin errores, la red aprende y las partes vivas se mueven.
//
//     node firefox.mjs CARPETA

import assert from "node:assert/strict";
import { existsSync, readdirSync } from "node:fs";
import { address, folder, require } from "./open.mjs";

const FIREFOX = process.env.NAVEGADOR ?? ["/usr/bin/firefox-esr", "/usr/bin/firefox"].find(existsSync);
if (!FIREFOX) {
  console.error("No encuentro Firefox: instálalo, o di dónde está con NAVEGADOR=/ruta.");
  process.exit(2);
}
const puppeteer = require("puppeteer-core");
const firefox = await puppeteer.launch({ browser: "firefox", executablePath: FIREFOX });

for (const name of readdirSync(folder).filter((name) => name.endsWith(".html"))) {
  const page = await firefox.newPage();
  await page.setViewport({ width: 1280, height: 800 });
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.goto(address(name));
  if (name === "laboratorio.html") {
    await page.waitForSelector("#puntos .punto");
    await page.click("#entrenar");
    await page.waitForFunction(() => document.getElementById("aviso").textContent.startsWith("Listo"), { timeout: 60000 });
    assert.match(await page.$eval("#aviso", (place) => place.textContent), /4 de 4 aciertos/);
  }
  if (name === "index.html") await page.waitForFunction(() => document.getElementById("como-va").textContent.includes("Época 1"));
  if (name === "01_leccion.html") {
    await page.$eval(".parte[data-parte=neurona]", (part) => part.scrollIntoView());
    await page.waitForSelector(".parte[data-parte=neurona] .figura svg");
  }
  assert.deepEqual(errors, []);
  console.log(`bien ${name}`);
  await page.close();
}
await firefox.close();
