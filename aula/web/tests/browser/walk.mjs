// Recorre las páginas como una persona, y las mira con axe-core: en claro y en oscuro, en un computador y en un teléfono.
//
//     node walk.mjs CARPETA

import { readFileSync, readdirSync } from "node:fs";
import assert from "node:assert/strict";
import { SCREENS, address, browser, folder, require } from "./open.mjs";

const AXE = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
const LAB = "laboratorio.html";
const SCHEMES = { claro: "light", oscuro: "dark" };
const only = process.argv[3] ?? "";

const chrome = await browser();
let failed = 0;

// Una visita a una página: lo que falle en ella, también en su consola, es un fallo.
async function visit(name, page, screen, scheme, walk) {
  if (!name.includes(only)) return;
  const context = await chrome.newContext({ ...SCREENS[screen], colorScheme: SCHEMES[scheme] });
  const tab = await context.newPage();
  const errors = [];
  tab.on("pageerror", (error) => errors.push(error.message));
  tab.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  try {
    await tab.goto(address(page));
    await walk(tab);
    assert.deepEqual(errors, []);
    console.log(`bien ${name}, ${screen}, ${scheme}`);
  } catch (error) {
    failed += 1;
    console.log(`MAL  ${name}, ${screen}, ${scheme}: ${error.message}`);
  }
  await context.close();
}

async function axe(tab) {
  // Entero: de lo que aún no se ha colocado, axe-core confunde qué tiene detrás.
  await tab.addStyleTag({ content: ".jp-Cell { content-visibility: visible !important }" });
  // Con una política que no deja cargar guiones, se ejecuta desde fuera de la página.
  const problems =
    await tab.evaluate(`(() => { ${AXE}; return axe.run().then(({ violations }) => violations.map(({ id, nodes }) =>
    id + ": " + nodes.map(({ target }) => target.join(" ")).slice(0, 4).join(", "))); })()`);
  assert.deepEqual(problems, []);
}

const state = (tab) => tab.evaluate(() => state);
const ready = (tab) => tab.waitForFunction(() => typeof state === "object" && state && frame);
const settled = (tab) => tab.evaluate(() => queue);
const said = (tab) => tab.textContent("#aviso");
const until = (tab, what) => tab.waitForFunction(what, null, { timeout: 15000 });

/* ---- axe-core, en todas ---- */

const TABS = ["gradientes", "oculto", "valle", "cuentas", "comienzos"];
for (const screen of Object.keys(SCREENS))
  for (const scheme of Object.keys(SCHEMES)) {
    for (const page of readdirSync(folder).filter((name) => name.endsWith(".html") && name !== LAB))
      await visit(`axe en ${page}`, page, screen, scheme, async (tab) => {
        await tab.waitForTimeout(600);
        await axe(tab);
      });
    await visit("axe en el laboratorio", `${LAB}#reto=semilla-11`, screen, scheme, async (tab) => {
      await ready(tab);
      await axe(tab);
      if (screen === "teléfono")
        for (const panel of ["red", "curva", "cuentas"]) {
          await tab.click(`[data-panel=${panel}]`);
          await settled(tab);
          await axe(tab);
        }
      for (const name of TABS) {
        await tab.click(`#tab-${name}`);
        await settled(tab);
        await axe(tab);
      }
    });
  }

/* ---- el laboratorio, a mano ---- */

const lab = (name, situation, walk, screen = "computador") =>
  visit(name, `${LAB}#${situation}`, screen, "claro", async (tab) => {
    await ready(tab);
    await walk(tab);
  });

await lab("todo en una pantalla", "", async (tab) => {
  for (const id of ["entrenar", "mapa", "esquema", "curva", "momento", "gradientes", "pendiente"]) {
    const box = await (await tab.$(`#${id}`)).boundingBox();
    assert.ok(box && box.y >= 0 && box.y + box.height <= 800, `${id} no cabe: ${JSON.stringify(box)}`);
  }
});

await lab("entrena y aprende", "", async (tab) => {
  await tab.click("#entrenar");
  await until(tab, () => state.epoca === 10000 && !running);
  await settled(tab);
  assert.ok((await state(tab)).error < 0.02);
  assert.match(await said(tab), /^Listo/);
  assert.ok(tab.url().includes("recorrido=10000"));
  // Entrenar otra vez es seguir, y se dice.
  await tab.click("#entrenar");
  await until(tab, () => state.epoca > 10000);
  assert.match(await said(tab), /Sigue hasta la época 20.000/);
});

await lab("las palabras de las figuras", "recorrido=50", async (tab) => {
  for (const details of await tab.$$("details[data-figura]")) {
    await (await details.$("summary")).click();
    await tab.waitForTimeout(100);
    await settled(tab);
    const text = await (await details.$("pre")).textContent();
    assert.ok(text.split("\n").length > 2, await details.getAttribute("data-figura"));
  }
});

await lab("ninguna edición se pierde", "", async (tab) => {
  await tab.focus(".punto");
  for (let i = 0; i < 20; i += 1) {
    await tab.keyboard.press("ArrowRight");
    await tab.waitForTimeout(33);
  }
  await settled(tab);
  assert.equal((await state(tab)).ejemplos[0][0], 1);
  for (let i = 0; i < 5; i += 1) await tab.evaluate(() => document.getElementById("anadir").click());
  await settled(tab);
  const points = (await state(tab)).ejemplos.map(([a, b]) => `${a} ${b}`);
  assert.equal(points.length, 9);
  assert.equal(new Set(points.slice(4)).size, 5);
});

await lab("un punto se arrastra con el mapa detrás, y tocarlo lo cambia", "recorrido=2000", async (tab) => {
  const map = () => tab.evaluate(() => frame.mapa);
  const before = await map();
  const point = await (await tab.$(".punto")).boundingBox();
  const [x, y] = [point.x + point.width / 2, point.y + point.height / 2];
  await tab.mouse.move(x, y);
  await tab.mouse.down();
  await tab.mouse.move(x + 40, y - 30, { steps: 8 });
  await settled(tab);
  assert.notEqual(await map(), before); // sin soltar
  assert.ok(await tab.evaluate(() => document.querySelector(".punto").classList.contains("movido")));
  await tab.mouse.up();
  await settled(tab);
  const moved = await state(tab);
  assert.ok(moved.ejemplos[0][0] > 0.1 && moved.ejemplos[0][1] > 0.05 && moved.epoca === 2000);
  await tab.click(".punto");
  await settled(tab);
  assert.equal((await state(tab)).ejemplos[0][2], 1);
});

await lab("un campo rechazado se queda marcado", "", async (tab) => {
  for (const [id, wrong, right] of [
    ["alfa", "-1", "0,25"],
    ["semilla", "hola", "7"],
    ["hasta", "", "300"],
  ]) {
    await tab.fill(`#${id}`, wrong);
    await tab.press(`#${id}`, "Enter");
    await tab.dispatchEvent(`#${id}`, "change");
    await settled(tab);
    assert.equal(await tab.getAttribute(`#${id}`, "aria-invalid"), "true");
    assert.ok(!/alfa|hasta es/.test(await said(tab)), await said(tab));
    await tab.click("#entrenar");
    assert.equal((await state(tab)).epoca, 0);
    await tab.fill(`#${id}`, right);
    await tab.dispatchEvent(`#${id}`, "change");
    await settled(tab);
    assert.equal(await tab.getAttribute(`#${id}`, "aria-invalid"), "false");
  }
  assert.deepEqual([(await state(tab)).alfa, (await state(tab)).hasta], [0.25, 300]);
});

await lab("pulsar dos veces no entrena dos veces", "hasta=500", async (tab) => {
  await tab.evaluate(() => ["una", "entrenar", "entrenar"].forEach((id) => document.getElementById(id).click()));
  await tab.waitForTimeout(300);
  await settled(tab);
  assert.ok((await state(tab)).epoca < 20);
});

await lab("α, el ritmo y un peso cambian mientras entrena, sin volver a empezar", "hasta=100000", async (tab) => {
  await tab.click("#entrenar");
  await tab.waitForTimeout(300);
  await tab.selectOption("#ritmo", "ya");
  const epoch = (await state(tab)).epoca;
  await tab.evaluate(() => {
    const slider = document.getElementById("mando-alfa");
    slider.value = 0.3;
    slider.dispatchEvent(new Event("input"));
  });
  await tab.waitForTimeout(800);
  const later = await state(tab);
  assert.ok(later.epoca > epoch + 2000, `${epoch} → ${later.epoca}`);
  assert.equal(later.alfa, 2);
  await tab.fill("#valor-peso", "3,5");
  await tab.dispatchEvent("#valor-peso", "change");
  await settled(tab);
  assert.match((await state(tab)).direccion, /a2,\d+,p1\.1\.1:3\.5/);
});

await lab("un peso se arrastra por su línea, y el mapa y la pérdida lo siguen", "recorrido=3000", async (tab) => {
  const before = await state(tab);
  const line = await (await tab.$('[data-peso="2.1.1"] .roza')).boundingBox();
  const [x, y] = [line.x + line.width / 2, line.y + line.height / 2];
  await tab.mouse.move(x, y);
  await tab.mouse.down();
  await tab.mouse.move(x + 60, y, { steps: 6 });
  await settled(tab);
  assert.notEqual((await state(tab)).perdida, before.perdida);
  await tab.mouse.up();
  await tab.click("#atras");
  await settled(tab);
  assert.equal((await state(tab)).perdida, before.perdida);
});

await lab("se recorren las épocas, y se compara con una carrera fijada", "recorrido=3000", async (tab) => {
  await tab.click("#fijar");
  await settled(tab);
  assert.ok(await tab.isVisible("#mapa-fijado"));
  await tab.fill("#momento", "600");
  await settled(tab);
  assert.equal((await state(tab)).epoca, 600);
  await tab.fill("#momento", "3000");
  await settled(tab);
  assert.equal((await state(tab)).epoca, 3000);
  assert.equal(await tab.evaluate(() => document.querySelectorAll("#curva .fijada").length), 1);
});

await lab("«Atrás» del navegador vuelve a la situación anterior", "recorrido=100", async (tab) => {
  const first = (await state(tab)).direccion;
  await tab.click("[name=compuerta][value=and]");
  await settled(tab);
  assert.match((await state(tab)).direccion, /^compuerta=and/);
  await tab.goBack();
  await tab.waitForTimeout(200);
  await settled(tab);
  assert.equal((await state(tab)).direccion, first);
});

await lab("un reto se predice, se consigue y se recuerda", "reto=and", async (tab) => {
  await tab.click("#entrenar");
  await until(tab, () => state.logrado);
  await settled(tab);
  assert.ok(!(await tab.isVisible("#logro"))); // sin predecir, no
  await tab.click('[data-opcion="0"]');
  await settled(tab);
  await tab.click("#una");
  await settled(tab);
  assert.match(await tab.textContent("#ensena"), /Conseguido. Y lo predijiste/);
  await tab.reload();
  await ready(tab);
  assert.match(await tab.textContent('#reto [value="and"]'), /✓/);
});

await lab(
  "de lo que no aprende se dice la causa, y un experimento la prueba",
  "ocultas=&hasta=2000&recorrido=1999",
  async (tab) => {
    await tab.click("#entrenar");
    await until(tab, () => !document.getElementById("parada").hidden);
    assert.match(await tab.textContent("#por-que"), /ninguna recta separa/);
    await tab.click("#experimento");
    await settled(tab);
    assert.match((await state(tab)).direccion, /ocultas=2/);
  },
);

await lab("impreso, dice con qué ajustes", "compuerta=or&alfa=2&semilla=9&recorrido=40", async (tab) => {
  await tab.emulateMedia({ media: "print" });
  assert.ok(await tab.isVisible("#resumen"));
  const summary = await tab.textContent("#resumen");
  assert.match(summary, /OR, ocultas 2, α = 2, semilla 9.*Época 40.*#compuerta=or/);
});

await lab("veinte comienzos", "", async (tab) => {
  await tab.click("#tab-comienzos");
  await tab.click("#probar");
  await until(tab, () => document.querySelectorAll("#tira button").length === 20);
  assert.match(await tab.textContent("#dicho-tira"), /Aprenden \d+ de 20/);
});

await lab(
  "en un teléfono, lo que tiene el foco no queda debajo de la fila fija",
  "",
  async (tab) => {
    await tab.click("[data-panel=red]");
    await tab.focus("#valor-peso");
    await tab.waitForTimeout(200);
    const field = await (await tab.$("#valor-peso")).boundingBox();
    const bar = await (await tab.$(".barra")).boundingBox();
    assert.ok(field.y + field.height <= bar.y && bar.height < 150, JSON.stringify([field, bar]));
    for (const panel of ["datos", "red", "curva", "cuentas"]) {
      await tab.click(`[data-panel=${panel}]`);
      for (const name of panel === "cuentas" ? TABS : [""]) {
        if (name) await tab.click(`#tab-${name}`);
        await settled(tab);
        const wide = await tab.evaluate(() => Math.max(innerWidth, document.documentElement.scrollWidth));
        assert.equal(wide, SCREENS["teléfono"].viewport.width, `${panel} ${name} se sale`);
      }
    }
  },
  "teléfono",
);

/* ---- la portada y las partes vivas ---- */

await visit("la portada aprende, y se puede parar", "index.html", "computador", "claro", async (tab) => {
  await until(tab, () => /Época [1-9]\d\d/.test(document.getElementById("como-va").textContent));
  await tab.click("#pausa");
  await tab.waitForTimeout(200);
  const stopped = await tab.textContent("#como-va");
  await tab.waitForTimeout(500);
  assert.equal(await tab.textContent("#como-va"), stopped);
  await tab.click("text=Entrénala");
  await ready(tab);
});

await visit("las partes vivas", "01_leccion.html", "computador", "claro", async (tab) => {
  for (const name of ["cadena", "neurona", "xor"]) {
    // Las celdas que aún no se han visto miden otra cosa, y al colocarse la apartan: se busca hasta que está.
    for (let tries = 0; tries < 4; tries += 1) {
      await tab.locator(`.parte[data-parte=${name}]`).scrollIntoViewIfNeeded();
      await tab.waitForTimeout(300);
    }
    await tab.locator(`.parte[data-parte=${name}] .dicho`, { hasText: /\d/ }).waitFor();
  }
  // Los ejes no saltan, y el mando dice lo que vale.
  const ticks = () =>
    tab.$$eval(".parte[data-parte=neurona] svg text", (texts) =>
      texts
        .map((text) => text.textContent)
        .filter((text) => /^[−\d.]+$/.test(text))
        .join(),
    );
  const before = await ticks();
  await tab.fill("#neurona-alfa", "2.5");
  await tab.waitForTimeout(500);
  assert.equal(await tab.textContent("#neurona-alfa + output"), "320");
  assert.equal(await ticks(), before);
  await tab.click(".parte[data-parte=neurona] .otro");
  await until(tab, () => document.querySelector(".parte[data-parte=neurona] .dicho").textContent.startsWith("El paso 2"));
  await tab.click(".parte[data-parte=xor] .al-lab a");
  await ready(tab);
  assert.equal((await state(tab)).epoca, 10000);
});

await chrome.close();
console.log(failed ? `${failed} fallos` : "Todo bien.");
process.exit(failed ? 1 : 0);
