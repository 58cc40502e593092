//! Lo que hace α: con J = ½ c θ², cada paso multiplica θ por 1 − α·c.

use super::dice::Dice;
use super::number::{factor, shown};
use super::question::{Draft, Family, Step};

pub(super) const FAMILY: Family = Family {
    key: "alfa",
    title: "Lo que hace la tasa de aprendizaje",
    source: "Goodfellow, Bengio y Courville, «Deep Learning», 2016, §4.3 y §8.2; la lección, «Gradiente descendente»",
    draft,
};

const STRAIGHT: &str = "se acerca a 0 siempre por el mismo lado";
const JUMPING: &str = "se acerca a 0 saltando de un lado al otro";
const STUCK: &str = "salta entre dos valores sin acercarse";
const AWAY: &str = "se aleja cada vez más";

fn draft(dice: &mut Dice, level: u8) -> Draft {
    let c = dice.one_of(&[2.0, 4.0, 5.0]);
    let theta = if level == 1 { dice.whole(1, 6) } else { dice.signed(1, 6) };
    let k: f64 = if level == 1 {
        dice.one_of(&[0.5, 0.6, 0.2, -0.5, -1.5])
    } else {
        dice.one_of(&[0.8, 0.2, -0.6, -1.0, -1.2, -2.0])
    };
    let alpha = ((1.0 - k) / c * 1000.0).round() / 1000.0;
    let statement = format!(
        "La pérdida es $J(θ) = ½·{}θ²$, así que $dJ/dθ = {}θ$. Empezamos en $θ = {}$ y damos pasos \
         del descenso con $α = {}$.",
        shown(c),
        shown(c),
        shown(theta),
        shown(alpha)
    );
    let mut draft = Draft::new(statement, &[("c", c), ("theta", theta), ("alpha", alpha)]).step(multiplier(c, alpha, k));
    let mut now = theta;
    for ask in ["¿Dónde estamos después de un paso?", "¿Y después de dos?", "¿Y después de tres?"].iter().take(level.into())
    {
        draft = draft.step(place(ask, now, k, c * now));
        now *= k;
    }
    draft.step(behaviour(k))
}

fn multiplier(c: f64, alpha: f64, k: f64) -> Step {
    Step::new("Un paso multiplica $θ$ siempre por el mismo número, $1 − α·c$. ¿Cuál es?", k)
        .look(&format!("Aquí $c = {}$: multiplícalo por $α$ y réstaselo a 1.", shown(c)))
        .mistake(alpha * c, "Eso es $α·c$; falta restárselo a 1.")
        .mistake(1.0 + alpha * c, "El descenso resta: es $1 − α·c$.")
        .mistake(alpha * c - 1.0, "La resta va al revés: es $1 − α·c$.")
        .mistake(1.0 - alpha, "Te falta multiplicar $α$ por $c$.")
        .solution(&[format!("1 − α·c = 1 − {}·{} = {}", shown(alpha), shown(c), shown(k))])
}

fn place(ask: &str, now: f64, k: f64, slope: f64) -> Step {
    Step::new(ask, k * now)
        .look("Multiplica el $θ$ de ahora por el número de antes.")
        .mistake(-k * now, "Repasa el signo.")
        .mistake(k + now, "Se multiplica, no se suma.")
        .mistake((2.0 - k) * now, "Sumaste el gradiente: el descenso lo resta.")
        .mistake(now - slope, "Te falta multiplicar el gradiente por $α$.")
        .solution(&[format!("θ = {}·{} = {}", factor(k), factor(now), shown(k * now))])
}

fn behaviour(k: f64) -> Step {
    let options = [STRAIGHT, JUMPING, STUCK, AWAY];
    let right = match k {
        k if k > 0.0 => 0,
        k if k > -1.0 => 1,
        -1.0 => 2,
        _ => 3,
    };
    let why = [
        "Eso pasa si el número está entre 0 y 1.",
        "Eso pasa si el número está entre −1 y 0: cambia de signo, pero cada vez es más pequeño.",
        "Eso pasa solo si el número es −1.",
        "Eso pasa si el número es mayor que 1 o menor que −1.",
    ];
    let step = Step::new("Si damos muchos pasos más, ¿qué hace $θ$?", (right + 1) as f64)
        .choices(&options)
        .look("Mira el signo y el tamaño del número por el que se multiplica.")
        .solution(&[format!("1 − α·c = {}", shown(k))]);
    (0..4).filter(|&i| i != right).fold(step, |step, i| step.mistake((i + 1) as f64, why[i]))
}
