//! Una derivada medida: la diferencia centrada de f(x) = axⁿ.

use super::dice::Dice;
use super::number::{factor, power, shown};
use super::question::{Draft, Family, Step};

pub(super) const FAMILY: Family = Family {
    key: "medida",
    title: "Una derivada, medida",
    source: "la lección, «Concepto previo: la regla de la cadena»; Press y otros, «Numerical Recipes», 3.ª ed., §5.7",
    draft,
};

fn draft(dice: &mut Dice, level: u8) -> Draft {
    let n = if level == 1 { 2 } else { 3 };
    let a = if level == 1 { dice.whole(2, 5) } else { dice.signed(1, 3) };
    let x = if level == 1 { dice.whole(1, 4) } else { dice.signed(1, 3) };
    let h = dice.one_of(&[0.1, 0.2, 0.5]);
    let f = |x: f64| a * x.powi(n);
    let (right, left) = (f(x + h), f(x - h));
    let slope = (right - left) / (2.0 * h);
    let name = format!("{}x{}", coefficient(a), power(n));
    let statement = format!(
        "Sea $f(x) = {name}$. Mide su derivada en $x = {}$ sin derivar: con la diferencia centrada de paso $h = {}$.",
        shown(x),
        shown(h)
    );
    let draft = Draft::new(statement, &[("a", a), ("x", x), ("h", h), ("n", f64::from(n))])
        .step(side("derecha", "+", a, n, x, h))
        .step(side("izquierda", "−", a, n, x, -h))
        .step(
            Step::new("¿Cuánto mide la derivada?", slope)
                .look("Es lo que cambió $f$ entre la distancia que hay de un punto al otro, $2h$.")
                .mistake((right - left) / h, "De un punto al otro hay $2h$, no $h$.")
                .mistake(right - left, "Te falta dividir entre la distancia, $2h$.")
                .mistake(-slope, "La resta va al revés: primero la derecha, después la izquierda.")
                .mistake((right - f(x)) / h, "Eso mide solo hacia la derecha: la centrada mide a los dos lados.")
                .mistake((right + left) / (2.0 * h), "Se restan, no se suman: importa cuánto cambió $f$.")
                .solution(&[
                    "df/dx ≈ (f(x + h) − f(x − h)) / (2h)".to_string(),
                    format!("= ({} − {}) / {} = {}", shown(right), factor(left), shown(2.0 * h), shown(slope)),
                ]),
        );
    if level < 3 {
        return draft;
    }
    let exact = f64::from(n) * a * x.powi(n - 1);
    draft.step(
        Step::new(&format!("La derivada exacta es ${}x²$. ¿Cuánto se pasa lo medido?", shown(3.0 * a)), slope - exact)
            .look("Réstale la exacta a la medida, con su signo.")
            .mistake(exact - slope, "La resta va al revés: lo medido menos lo exacto.")
            .mistake(exact, "Esa es la derivada exacta; se pide en cuánto se diferencia de la medida.")
            .mistake(0.0, "En una parábola sí daría 0; aquí la función es cúbica y queda un resto.")
            .solution(&[format!("{} − {} = {}", shown(slope), factor(exact), shown(slope - exact))]),
    )
}

fn coefficient(a: f64) -> String {
    match a {
        1.0 => String::new(),
        -1.0 => "−".to_string(),
        a => shown(a),
    }
}

/// El valor de f a un lado: en x + `h`, que puede ser negativo.
fn side(name: &str, sign: &str, a: f64, n: i32, x: f64, h: f64) -> Step {
    let value = a * (x + h).powi(n);
    Step::new(&format!("¿Cuánto vale $f$ un poco a la {name}, en $x {sign} h$?"), value)
        .look(&format!("Calcula antes $x {sign} h$, y evalúa ahí la función."))
        .mistake(a * x.powi(n) + h, "Se mueve $x$, no el resultado: primero se suma $h$ y después se evalúa.")
        .mistake(a * x.powi(n), "Ese es el valor en $x$, sin moverse.")
        .mistake(a * (x - h).powi(n), "Ese es el del otro lado.")
        .mistake(a * (x.powi(n) + h.powi(n)), "La potencia de una suma no es la suma de las potencias.")
        .mistake((a * (x + h)).powi(n), "La potencia es solo de $x$: el número de delante no se eleva.")
        .solution(&[format!("f({}) = {}·{}{} = {}", shown(x + h), shown(a), factor(x + h), power(n), shown(value))])
}
