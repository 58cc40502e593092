// El comienzo: en un teléfono, qué parte se ve; y la situación que dice la dirección.

for (const button of document.querySelectorAll("[data-panel]"))
  button.addEventListener("click", () => {
    document.body.dataset.visto = button.dataset.panel;
    for (const other of document.querySelectorAll("[data-panel]"))
      other.setAttribute("aria-pressed", String(other === button));
    inTurn(() => refresh());
  });

addEventListener("hashchange", () => {
  if (!state || inAddress() === state.direccion) return;
  for (const wrong of document.querySelectorAll('#ajustes [aria-invalid="true"]')) mark(wrong.id, false);
  act(`abre?${inAddress()}`);
});

// Va en la cola, como lo demás: lo que se pulse antes de que haya motor espera su turno.
inTurn(async () => {
  try {
    ask = openEngine();
    ({ retos: challenges } = await ask("retos"));
    const first = await ask(`abre?${inAddress()}`);
    if (first.problema) {
      show(await ask("abre?"));
      say(`La dirección trae algo que no entiendo. ${first.problema} Empiezo por el XOR de la lección.`, true);
    } else show(first);
    listChallenges();
    showChallenge();
    label();
    await refresh();
  } catch (error) {
    say(error instanceof TypeError || error instanceof ReferenceError ? `${TOO_OLD} (${error.message})` : TOO_OLD, true);
    for (const control of document.querySelectorAll("button, input, select")) control.disabled = true; // sin motor no mueven nada
  }
});
