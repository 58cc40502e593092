//! La raya: a partir de cuánto lo que comparten dos personas no se explica por azar, en esta clase.
//!
//! Casi todas las parejas de una clase son de quienes no se copiaron: en cada ejercicio, lo que pesa lo que comparten dice
//! cuánto se comparte por azar. Si los ejercicios no tuvieran que ver entre sí, la suma de todos tendría la distribución que
//! sale de juntarlas (su convolución), y por ella se sabe cuántas parejas se esperan también donde no debería haber ninguna.
//! Algo tienen que ver, porque cada persona escribe a su manera: lo que la clase se aparta de esa suma se añade.

/// Cuántas parejas honradas se admiten, de media, por encima de la raya.
const ADMITTED: f64 = 0.1;
/// Ninguna por debajo de esto, aunque la clase se parezca poco: e⁻¹² es una entre 160 000.
pub const LEAST: f64 = 12.0;
/// Con qué parte de las parejas, de más a menos, se mide cuánto se aparta la clase: muchas más que las que puedan ser copias.
const COMPARED: f64 = 0.1;
/// Lo que abarca cada casilla de una distribución, y lo más que se cuenta de un ejercicio.
const BIN: f64 = 0.25;
const MOST: f64 = 60.0;

/// Cómo se reparte lo que pesa un ejercicio entre todas las parejas: cuántas hay en cada casilla.
#[derive(Clone, Debug, Default)]
pub struct Spread(Vec<f64>);

pub struct Line {
    pub at: f64,
    pairs: f64,
    /// Qué parte de las parejas, por azar, llega a cada casilla.
    tail: Vec<f64>,
    /// Cuánto más comparten dos personas de esta clase de lo que dice el azar.
    stretch: f64,
}

impl Spread {
    pub fn add(&mut self, score: f64) {
        let bin = (score.clamp(0.0, MOST) / BIN).round() as usize;
        if self.0.len() <= bin {
            self.0.resize(bin + 1, 0.0);
        }
        self.0[bin] += 1.0;
    }

    /// Cómo se reparte la suma de algo que se reparte como `sum`, en partes de uno, y de esto, que no tiene que ver.
    fn added_to(&self, sum: &[f64]) -> Vec<f64> {
        let (mut more, all) = (vec![0.0; (sum.len() + self.0.len()).saturating_sub(1)], self.0.iter().sum::<f64>());
        for (i, part) in sum.iter().enumerate().filter(|(_, part)| **part > 0.0) {
            for (j, count) in self.0.iter().enumerate() {
                more[i + j] += part * count / all;
            }
        }
        more
    }
}

impl Line {
    /// La de una clase con esas sumas, que son de lo que se reparte así.
    pub fn of(spreads: &[Spread], mut totals: Vec<f64>) -> Line {
        totals.sort_by(f64::total_cmp);
        let pairs = totals.len() as f64;
        let mut tail = spreads.iter().fold(vec![1.0], |sum, each| each.added_to(&sum));
        for at in (0..tail.len().saturating_sub(1)).rev() {
            tail[at] += tail[at + 1];
        }
        let reached = |part: f64| tail.iter().rposition(|left| *left >= part).unwrap_or(0) as f64 * BIN;
        let seen = totals[(pairs * (1.0 - COMPARED)) as usize];
        let stretch = (seen / reached(COMPARED).max(BIN)).max(1.0);
        let at = ((reached(ADMITTED / pairs) + BIN) * stretch).max(LEAST);
        Line { at, pairs, tail, stretch }
    }

    /// Cuántas parejas con tanto en común, o más, se esperan por azar.
    pub fn chance(&self, score: f64) -> f64 {
        self.pairs * self.tail.get((score / self.stretch / BIN) as usize).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spread(scores: impl Iterator<Item = f64>) -> Spread {
        let mut spread = Spread::default();
        scores.for_each(|score| spread.add(score));
        spread
    }

    /// La suma de dos dados, con la fórmula cerrada: de 36, solo una da doce, y seis dan diez o más.
    #[test]
    fn the_sum_of_two_dice() {
        let dice = spread((1..=6).map(f64::from));
        let totals = (1..=6).flat_map(|a| (1..=6).map(move |b| f64::from(a + b))).collect();
        let line = Line::of(&[dice.clone(), dice], totals);
        assert!((line.chance(12.0) - 1.0).abs() < 1e-9 && (line.chance(10.0) - 6.0).abs() < 1e-9);
        assert_eq!((line.at, line.stretch), (12.25, 1.0));
        assert_eq!(line.chance(13.0), 0.0);
    }

    #[test]
    fn a_class_that_shares_more_raises_the_line() {
        let each = || spread((0..1000).map(|i| f64::from(i % 10)));
        let independent = Line::of(&[each(), each()], (0..1000).map(|i| f64::from(i % 19)).collect());
        let alike = Line::of(&[each(), each()], (0..1000).map(|i| 2.0 * f64::from(i % 19)).collect());
        assert!(alike.at > 1.9 * independent.at, "{} y {}", alike.at, independent.at);
    }

    #[test]
    fn where_nobody_shares_anything_the_line_is_not_zero() {
        assert_eq!(Line::of(&[spread([0.0; 100].into_iter())], vec![0.0; 100]).at, LEAST);
    }
}
