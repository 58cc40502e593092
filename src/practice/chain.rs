//! La regla de la cadena: f(x) = uⁿ, con u = ax + b o u = ax² + b.

use super::dice::Dice;
use super::number::{factor, power, shown, term};
use super::question::{Draft, Family, Step};

pub(super) const FAMILY: Family = Family {
    key: "cadena",
    title: "La regla de la cadena",
    source: "la lección, «Concepto previo: la regla de la cadena»",
    draft,
};

fn draft(dice: &mut Dice, level: u8) -> Draft {
    let a = dice.whole(2, 5);
    let (b, x) = if level == 1 { (dice.whole(1, 5), dice.whole(1, 3)) } else { (dice.signed(1, 5), dice.signed(1, 2)) };
    let n = if level == 1 { 2 } else { dice.one_of(&[2, 3]) };
    let square = level == 3;
    let inside = if square { x * x } else { x };
    let u = a * inside + b;
    let (du, df) = (if square { 2.0 * a * x } else { a }, f64::from(n) * u.powi(n - 1));
    let (x2, x2_at) = if square { ("x²", format!("{}²", factor(x))) } else { ("x", factor(x)) };
    let inner = format!("{}{x2}{}", shown(a), term(b));
    let statement = format!(
        "Sea $f(x) = ({inner}){}$. La función interior es $u = {inner}$ y la exterior, $f(u) = u{}$. Calcula la derivada \
         en $x = {}$ con la regla de la cadena.",
        power(n),
        power(n),
        shown(x)
    );
    let outer = format!("{n}u{}", power(n - 1));
    Draft::new(statement, &[("a", a), ("b", b), ("x", x), ("n", f64::from(n))])
        .step(
            Step::new(&format!("¿Cuánto vale $u$ en $x = {}$?", shown(x)), u)
                .look("Pon el número de $x$ en $u$, y primero se multiplica.")
                .mistake(a * (inside + b), "El número que se suma no se multiplica: solo $x$.")
                .mistake(a + inside + b, "Delante de la $x$ hay un producto, no una suma.")
                .mistake(u.powi(n), "Ese es el valor de $f$; se pide el de $u$.")
                .solution(&[format!("u = {}·{x2_at}{} = {}", shown(a), term(b), shown(u))]),
        )
        .step(inner_slope(a, b, x, square, du))
        .step(
            Step::new("¿Cuánto vale la derivada de la exterior, $df/du$, en ese $u$?", df)
                .look(&format!("La derivada de $u{}$ es ${outer}$.", power(n)))
                .mistake(u.powi(n), "Ese es el valor de $f$, no el de su derivada.")
                .mistake(u.powi(n - 1), "Te falta el exponente, que baja delante.")
                .mistake(f64::from(n) * x.powi(n - 1), "Se evalúa en $u$, no en $x$.")
                .solution(&[format!("df/du = {outer} = {n}·{}{} = {}", factor(u), power(n - 1), shown(df))]),
        )
        .step(
            Step::new("¿Y la derivada de $f$ respecto de $x$, $df/dx$?", df * du)
                .look("Es el producto de las dos: $df/dx = df/du · du/dx$.")
                .mistake(df, "Te falta la derivada de la función interior.")
                .mistake(du, "Te falta la derivada de la función exterior.")
                .mistake(df + du, "Las dos derivadas se multiplican, no se suman.")
                .solution(&[format!("df/dx = df/du·du/dx = {}·{} = {}", shown(df), factor(du), shown(df * du))]),
        )
}

fn inner_slope(a: f64, b: f64, x: f64, square: bool, du: f64) -> Step {
    let step = Step::new("¿Cuánto vale la derivada de la interior, $du/dx$?", du)
        .mistake(du + b, "La derivada de una constante es 0: el número que se suma desaparece.");
    if square {
        step.look("La derivada de $x²$ es $2x$.")
            .mistake(2.0 * a, "Te falta la $x$: la derivada de $x²$ es $2x$.")
            .mistake(a * x, "Te falta el 2: la derivada de $x²$ es $2x$.")
            .mistake(a * x * x, "No derivaste: la derivada de $x²$ es $2x$.")
            .solution(&[format!("du/dx = 2·{}·x = {}·{} = {}", shown(a), shown(2.0 * a), factor(x), shown(du))])
    } else {
        step.look("La derivada de $x$ es 1, y la de un número solo, 0.")
            .mistake(a * x, "Al derivar, la $x$ desaparece: queda el número que la multiplica.")
            .mistake(1.0, "Te falta el número que multiplica a $x$.")
            .solution(&[format!("du/dx = {}", shown(a))])
    }
}
