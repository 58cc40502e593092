// Elegir un peso: primero la neurona y después lo que le llega. Una sola lista con los 233 pesos de la red más grande
// detiene la página al medirla.

class Picker {
  constructor(id, change) {
    this.neuron = part(`${id}-neurona`);
    this.input = part(`${id}-entrada`);
    this.sizes = "";
    this.neuron.addEventListener("change", () => {
      this.fill(this.value);
      change(this.value);
    });
    this.input.addEventListener("change", () => change(this.value));
  }

  get value() {
    const [layer, to] = this.neuron.value.split(".");
    return `${layer}.${this.input.value}.${to}`;
  }

  // Las neuronas de la red de ahora, y `weight` elegido si lo tiene.
  fit(sizes, weight) {
    if (this.sizes === sizes.join()) return;
    this.sizes = sizes.join();
    this.layers = sizes;
    const options = [];
    for (let layer = 1; layer < sizes.length; layer += 1)
      for (let to = 1; to <= sizes[layer]; to += 1)
        options.push(`<option value="${layer}.${to}">${neuronName(layer, to, sizes)}</option>`);
    this.neuron.innerHTML = options.join("");
    this.fill(weight);
  }

  fill(weight) {
    const [layer, from, to] = weight.split(".");
    this.neuron.value = `${layer}.${to}`;
    const inputs = Array.from({ length: this.layers[layer - 1] + 1 }, (_, i) =>
      i ? `w desde ${neuronName(layer - 1, i, this.layers)}` : "b, su sesgo",
    );
    this.input.innerHTML = inputs.map((text, i) => `<option value="${i}">${text}</option>`).join("");
    this.input.value = Math.min(Number(from) || 0, inputs.length - 1);
  }
}
