// Abre las páginas de una carpeta en un Chromium o un Firefox que ya esté instalado.

import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
// Lo que hace falta se instala en target/navegador, que no va en el repositorio.
export const require = createRequire(`${ROOT}target/navegador/`);
const { chromium, firefox } = require("playwright-core");

const CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

export const folder = resolve(process.argv[2] ?? "paginas");
if (!existsSync(`${folder}/laboratorio.html`)) {
  console.error(
    `No hay páginas en «${folder}». Escríbelas con: cargo run -- exportar --salida ${process.argv[2] ?? "CARPETA"}`,
  );
  process.exit(2);
}

export const SCREENS = {
  computador: { viewport: { width: 1280, height: 800 } },
  teléfono: { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true },
};

export async function browser() {
  const path = process.env.NAVEGADOR ?? CHROMIUM.find(existsSync);
  if (!path) {
    console.error("No encuentro Chromium: instálalo, o di dónde está con NAVEGADOR=/ruta.");
    process.exit(2);
  }
  const kind = /firefox/.test(path) ? firefox : chromium;
  return kind.launch({ executablePath: path, args: kind === chromium ? ["--no-sandbox"] : [] });
}

export const address = (page) => pathToFileURL(`${folder}/`).href + page;
