//! Las formas y los parámetros de una red.

use super::dice::Dice;
use super::question::{Draft, Family, Step};

pub(super) const FAMILY: Family =
    Family { key: "formas", title: "Parámetros y formas", source: "la lección, «Backpropagation»", draft };

fn draft(dice: &mut Dice, level: u8) -> Draft {
    let n = dice.whole(2, if level == 1 { 4 } else { 9 });
    let h = dice.whole(2, if level == 1 { 5 } else { 9 });
    let m = if level == 1 { 1.0 } else { dice.whole(2, 6) };
    let outputs = if m == 1.0 { "una neurona de salida".to_string() } else { format!("{m} neuronas de salida") };
    let (weights, biases) = (n * h + h * m, h + m);
    if level == 3 {
        return with_examples(dice, [n, h, m]);
    }
    Draft::new(
        format!("Una red tiene {n} entradas, {h} neuronas ocultas y {outputs}. Las matrices son las de la lección."),
        &[("n", n), ("h", h), ("m", m)],
    )
    .step(rows("¿Cuántas filas tiene $W⁽¹⁾$?", n, h).solution(&[format!("W⁽¹⁾: ({n}, {h})")]))
    .step(
        Step::new("¿Cuántos pesos hay en $W⁽¹⁾$?", n * h)
            .exact()
            .look("Filas por columnas.")
            .mistake(n + h, "Se multiplican las filas por las columnas, no se suman.")
            .mistake(n * h + h, "Contaste también los sesgos: en $W⁽¹⁾$ solo están los pesos.")
            .mistake(n, "Eso son las filas: falta multiplicar por las columnas.")
            .solution(&[format!("{n}·{h} = {}", n * h)]),
    )
    .step(
        Step::new("¿Cuántos sesgos hay en toda la red?", biases)
            .exact()
            .look("Uno por cada neurona oculta y uno por cada una de salida.")
            .mistake(n + h + m, "Las entradas no tienen sesgo: solo las neuronas.")
            .mistake(h, "Te faltan los de la capa de salida.")
            .mistake(2.0, "Es un vector por capa, pero con un sesgo por cada neurona.")
            .solution(&[format!("{h} + {m} = {biases}")]),
    )
    .step(
        Step::new("¿Cuántos parámetros tiene la red?", weights + biases)
            .exact()
            .look("Todos los pesos y todos los sesgos: de cada capa, $entradas·salidas + salidas$.")
            .mistake(weights, "Te faltan los sesgos.")
            .mistake(n * h + h, "Te falta la capa de salida.")
            .mistake(n * h * m, "Cada capa tiene los suyos, y se suman.")
            .mistake(n + h + m, "Eso son las neuronas y las entradas; un parámetro es un peso o un sesgo.")
            .solution(&[format!("{n}·{h} + {h} + {h}·{m} + {m} = {}", weights + biases)]),
    )
}

fn rows(ask: &str, inputs: f64, outputs: f64) -> Step {
    Step::new(ask, inputs)
        .exact()
        .look("En la lección, $W$ es (entradas, salidas).")
        .mistake(outputs, "Eso son las columnas: una fila por cada entrada, una columna por cada neurona.")
        .mistake(inputs * outputs, "Eso son todos los pesos; se piden las filas.")
        .mistake(inputs + 1.0, "El sesgo no es una fila de $W$: va aparte, en $b$.")
}

fn with_examples(dice: &mut Dice, [n, h, m]: [f64; 3]) -> Draft {
    let examples = dice.whole(10, 60);
    let statement = format!(
        "Una red tiene {n} entradas, {h} neuronas ocultas y {m} de salida. Se entrena con {examples} ejemplos, uno por fila \
         de $X$. Las matrices son las de la lección."
    );
    Draft::new(statement, &[("n", n), ("h", h), ("m", m), ("examples", examples)])
        .step(
            Step::new("¿Cuántas columnas tiene $A⁽¹⁾$?", h)
                .exact()
                .look("Una fila por ejemplo y una columna por neurona de la capa.")
                .mistake(examples, "Eso son las filas: una por ejemplo.")
                .mistake(n, "Esas son las de $X$; $A⁽¹⁾$ ya es la salida de la capa oculta.")
                .mistake(m, "Esas son las de la salida, $A⁽²⁾$.")
                .solution(&[format!("A⁽¹⁾: ({examples}, {h})")]),
        )
        .step(
            rows("¿Cuántas filas tiene $W⁽²⁾$?", h, m)
                .mistake(n, "Las entradas de esta capa son las neuronas ocultas.")
                .solution(&[format!("W⁽²⁾: ({h}, {m})")]),
        )
        .step(
            Step::new("¿Y cuántas filas tiene $∂J/∂W⁽²⁾ = A⁽¹⁾ᵀ·δ⁽²⁾$?", h)
                .exact()
                .look("Un gradiente tiene la forma de aquello respecto de lo que se deriva.")
                .mistake(examples, "Los ejemplos se suman al multiplicar: $A⁽¹⁾$ va traspuesta.")
                .mistake(m, "Eso son las columnas.")
                .solution(&[format!("A⁽¹⁾ᵀ·δ⁽²⁾: ({h}, {examples})·({examples}, {m}) = ({h}, {m})")]),
        )
        .step(
            Step::new("¿Cuántos números tiene $δ⁽¹⁾$?", examples * h)
                .exact()
                .look("Tiene la forma de $Z⁽¹⁾$: un número por ejemplo y por neurona oculta.")
                .mistake(h, "Hay uno por neurona y, además, por ejemplo.")
                .mistake(examples * m, "Esos son los de $δ⁽²⁾$.")
                .mistake(n * h, "Esos son los pesos de $W⁽¹⁾$.")
                .mistake(examples + h, "Se multiplican las filas por las columnas.")
                .solution(&[format!("{examples}·{h} = {}", examples * h)]),
        )
}
