//! Un eje: hasta dónde llega, dónde van sus marcas y cómo se escriben.

use std::ops::{Range, RangeInclusive};

use plotters::coord::ranged1d::{KeyPointHint, KeyPointWeight, NoDefaultFormatting, Ranged, ValueFormatter};

use crate::display::writing::number;

/// Más allá, las cuentas con los extremos del eje ya no caben en un `f64`.
const LARGEST: f64 = 1e300;

/// Un eje lineal o logarítmico, con `min` < `max`.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Axis {
    pub(crate) min: f64,
    pub(crate) max: f64,
    pub(crate) log: bool,
    /// Cuántos intervalos se buscan entre las marcas de un eje lineal.
    intervals: f64,
}

impl Axis {
    /// Un eje de `min` a `max`.
    pub(crate) fn new(min: f64, max: f64, log: bool) -> Axis {
        Axis { min, max, log, intervals: 5.0 }
    }

    /// El eje de `min` a `max`, si puede existir: si `min` es menor y los dos caben en él.
    pub(crate) fn between(min: f64, max: f64, log: bool) -> Option<Axis> {
        (min < max && Axis::accepts(min, log) && Axis::accepts(max, log)).then_some(Axis::new(min, max, log))
    }

    /// El eje lineal que abarca `range`; `name` es el suyo, x o y.
    ///
    /// # Panics
    ///
    /// Si el intervalo no va de un número finito a otro mayor.
    pub(crate) fn over(name: &str, range: RangeInclusive<f64>) -> Axis {
        let (min, max) = range.into_inner();
        Axis::between(min, max, false).unwrap_or_else(|| {
            panic!("el intervalo de {name} es {min}..={max}: se esperaba uno que vaya de un número finito a otro mayor")
        })
    }

    /// ¿Cabe `value` en un eje así?
    pub(crate) fn accepts(value: f64, log: bool) -> bool {
        value.abs() <= LARGEST && (!log || value >= 1.0 / LARGEST)
    }

    /// El eje que abarca `values`, con una fracción `margin` a cada lado. Los valores que no caben no cuentan.
    pub(crate) fn around(values: impl Iterator<Item = f64>, log: bool, margin: f64) -> Axis {
        let (mut min, mut max) = (f64::INFINITY, f64::NEG_INFINITY);
        for value in values.filter(|&value| Axis::accepts(value, log)) {
            (min, max) = (min.min(value), max.max(value));
        }
        if min > max {
            return Axis::new(if log { 0.1 } else { 0.0 }, 1.0, log);
        }
        let (from, to) = if log { (min.log10(), max.log10()) } else { (min, max) };
        // Datos iguales, o tan juntos que sus marcas dirían todas lo mismo: se abre el eje a su alrededor.
        let close = to - from <= 1e-9 * from.abs().max(to.abs());
        let pad = match (close, log) {
            (false, _) => (to - from) * margin,
            (true, true) => 0.5,
            (true, false) if from == 0.0 => 1.0,
            (true, false) => 0.1 * from.abs(),
        };
        if log {
            return Axis::new(10f64.powf(from - pad), 10f64.powf(to + pad), log);
        }
        Axis::new(from - pad, to + pad, log)
    }

    /// El mismo eje, desde 0 si sus datos son positivos y el 0 les queda cerca.
    pub(crate) fn down_to_zero_if_near(mut self, lowest: f64) -> Axis {
        if !self.log && lowest >= 0.0 && lowest <= 0.25 * self.max {
            self.min = 0.0;
        }
        self
    }

    /// El mismo eje, con menos marcas si sus rótulos, uno tras otro, no caben en `room` píxeles.
    pub(crate) fn thinned(mut self, room: f64, width: impl Fn(&str) -> f64) -> Axis {
        while self.intervals > 1.0 && self.ticks().iter().map(|&tick| width(&self.label(tick)) + 10.0).sum::<f64>() > room {
            self.intervals -= 1.0;
        }
        self
    }

    /// Dónde cae `value`: 0 en `min`, 1 en `max`.
    pub(crate) fn unit(&self, value: f64) -> f64 {
        if self.log {
            (value / self.min).log10() / (self.max / self.min).log10()
        } else {
            (value - self.min) / (self.max - self.min)
        }
    }

    /// El valor que cae en `unit`.
    pub(crate) fn value(&self, unit: f64) -> f64 {
        if self.log { self.min * (self.max / self.min).powf(unit) } else { self.min + unit * (self.max - self.min) }
    }

    /// Dónde van las marcas: números redondos, unas cinco o seis.
    pub(crate) fn ticks(&self) -> Vec<f64> {
        if !self.log {
            return self.linear_ticks();
        }
        let (first, last) = ((self.min.log10() - 1e-9).ceil() as i32, (self.max.log10() + 1e-9).floor() as i32);
        let ticks = |multiples: &[f64], stride: usize| -> Vec<f64> {
            let decades = (first - 1..=last).filter(|decade| decade.rem_euclid(stride as i32) == 0);
            let ticks = decades.flat_map(|decade| multiples.iter().map(move |m| m * 10f64.powi(decade)));
            ticks.filter(|&tick| (-1e-9..=1.0 + 1e-9).contains(&self.unit(tick))).collect()
        };
        let decades = (last - first + 1).max(0) as usize;
        if decades >= 3 {
            return ticks(&[1.0], decades.div_ceil(7));
        }
        let ticks = ticks(&[1.0, 2.0, 5.0], 1);
        if ticks.len() >= 3 { ticks } else { self.linear_ticks() }
    }

    fn linear_ticks(&self) -> Vec<f64> {
        let step = self.step();
        let (first, last) = ((self.min / step - 1e-9).ceil(), (self.max / step + 1e-9).floor());
        let count = (last - first).clamp(0.0, 20.0) as usize;
        (0..=count).map(|i| (first + i as f64) * step).collect()
    }

    /// La distancia entre marcas: 1, 2 o 5 por una potencia de diez.
    fn step(&self) -> f64 {
        let rough = (self.max - self.min) / self.intervals;
        let power = 10f64.powi(number::exponent(rough));
        let multiple = [1.0, 2.0, 5.0, 10.0].into_iter().min_by(|a, b| {
            let distance = |m: &f64| (m * power / rough).ln().abs();
            distance(a).total_cmp(&distance(b))
        });
        multiple.expect("hay cuatro") * power
    }

    /// El rótulo de la marca `tick`, con tantas cifras como las demás del eje.
    pub(crate) fn label(&self, tick: f64) -> String {
        let largest = self.min.abs().max(self.max.abs());
        if self.log {
            let plain = self.min >= 0.9e-3 && self.max <= 1.1e5;
            let decimals = (-number::exponent(tick)).max(0) as usize;
            return if plain { number::fixed(tick, decimals) } else { number::scientific(tick, 0) };
        }
        let step = number::exponent(self.step() * (1.0 + 1e-9));
        if !(1e-4..1e6).contains(&largest) {
            // La misma potencia en todas las marcas, que así se comparan de un vistazo.
            let power = number::exponent(largest);
            return number::times_power(tick, power, (power - step).max(0) as usize);
        }
        number::fixed(tick, (-step).max(0) as usize)
    }
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, (from, to): (i32, i32)) -> i32 {
        from + (self.unit(*value) * f64::from(to - from)).round() as i32
    }

    /// plotters pide las marcas dos veces, para una rejilla gruesa y otra fina: aquí solo hay una.
    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        match hint.weight() {
            KeyPointWeight::Bold => self.ticks(),
            KeyPointWeight::Any => vec![],
        }
    }

    fn range(&self) -> Range<f64> {
        self.min..self.max
    }
}

impl ValueFormatter<f64> for Axis {
    fn format_ext(&self, tick: &f64) -> String {
        self.label(*tick)
    }
}
