//! Los números como se leen: con el signo menos de verdad, sin ceros de sobra y con potencias de diez.

use std::fmt::Display;

/// `value` con `decimals` cifras tras el punto. Los enteros de cinco cifras o más van en grupos de tres.
pub(crate) fn fixed(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return special(value);
    }
    let text = format!("{:.decimals$}", value.abs());
    let zero = text.chars().all(|c| matches!(c, '0' | '.'));
    let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(whole, rest)| (whole, Some(rest)));

    let mut out = if value < 0.0 && !zero { "−".to_string() } else { String::new() };
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && whole.len() > 4 && (whole.len() - i) % 3 == 0 {
            out.push('\u{a0}');
        }
        out.push(digit);
    }
    if let Some(fraction) = fraction {
        out.push('.');
        out.push_str(fraction);
    }
    out
}

/// `value` como m×10ⁿ, con `decimals` cifras tras el punto de m.
pub(crate) fn scientific(value: f64, decimals: usize) -> String {
    if !value.is_finite() {
        return special(value);
    }
    if value == 0.0 {
        return "0".to_string();
    }
    let text = format!("{:.decimals$e}", value.abs());
    let (mantissa, exponent) = text.split_once('e').expect("la notación científica lleva una e");
    let sign = if value < 0.0 { "−" } else { "" };
    let power = superscript(exponent);
    if mantissa == "1" { format!("{sign}10{power}") } else { format!("{sign}{mantissa}×10{power}") }
}

/// `value` como m×10ⁿ con la potencia `power` que se pide, y `decimals` cifras tras el punto de m.
pub(crate) fn times_power(value: f64, power: i32, decimals: usize) -> String {
    // Dos pasos, porque 10³⁰⁰ cabe en un f64 pero 10⁻³²⁰ apenas.
    let mantissa = value / 10f64.powi(power / 2) / 10f64.powi(power - power / 2);
    let mantissa = fixed(mantissa, decimals);
    if mantissa.chars().any(|c| matches!(c, '1'..='9')) {
        format!("{mantissa}×10{}", superscript(power))
    } else {
        "0".to_string()
    }
}

/// `value` con cuatro cifras significativas, a lo sumo: 0.6457, −12.5, 3, 1.2×10⁻⁷.
pub(crate) fn short(value: f64) -> String {
    if value == 0.0 || !value.is_finite() {
        return fixed(value, 0);
    }
    let exponent = exponent_in(&format!("{value:.3e}")); // 0.99999 ya es 1.000
    if !(-4..9).contains(&exponent) {
        let decimals = (0..=3).find(|&d| same(value, &format!("{value:.d$e}"), 1e-4)).unwrap_or(3);
        return scientific(value, decimals);
    }
    let most = (3 - exponent).clamp(0, 7) as usize;
    let decimals = (0..most).find(|&d| same(value, &format!("{value:.d$}"), 1e-9)).unwrap_or(most);
    fixed(value, decimals)
}

/// El exponente decimal de un número finito que no es 0.
pub(crate) fn exponent(value: f64) -> i32 {
    exponent_in(&format!("{value:e}"))
}

fn exponent_in(text: &str) -> i32 {
    text.split_once('e').and_then(|(_, exponent)| exponent.parse().ok()).expect("la notación científica lleva un exponente")
}

fn same(value: f64, text: &str, tolerance: f64) -> bool {
    text.parse::<f64>().is_ok_and(|rounded| (rounded - value).abs() <= tolerance * value.abs())
}

fn special(value: f64) -> String {
    if value.is_nan() {
        "NaN"
    } else if value > 0.0 {
        "∞"
    } else {
        "−∞"
    }
    .to_string()
}

/// Un entero en superíndices: −3 es ⁻³.
pub(crate) fn superscript(n: impl Display) -> String {
    replace(n, ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'], '⁻')
}

/// Un entero en subíndices: −3 es ₋₃.
pub(crate) fn subscript(n: impl Display) -> String {
    replace(n, ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'], '₋')
}

fn replace(n: impl Display, digits: [char; 10], minus: char) -> String {
    n.to_string().chars().map(|c| c.to_digit(10).map_or(minus, |digit| digits[digit as usize])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_numbers_read_well() {
        assert_eq!(fixed(-0.5, 2), "−0.50");
        assert_eq!(fixed(-0.001, 2), "0.00"); // sin «−0.00»
        assert_eq!(fixed(10000.0, 0), "10\u{a0}000");
        assert_eq!(fixed(9000.0, 0), "9000");
        assert_eq!(fixed(f64::NEG_INFINITY, 3), "−∞");
    }

    #[test]
    fn short_numbers_keep_four_figures() {
        assert_eq!(short(0.6456563062257954), "0.6457");
        assert_eq!(short(-0.04053), "−0.04053");
        assert_eq!(short(3.0), "3");
        assert_eq!(short(0.99999), "1.000");
        assert_eq!(short(12.5), "12.5");
        assert_eq!(short(1.2e-7), "1.2×10⁻⁷");
        assert_eq!(short(1e300), "10³⁰⁰");
        assert_eq!(short(f64::NAN), "NaN");
    }

    #[test]
    fn powers_of_ten_are_written_alone() {
        assert_eq!(scientific(-1e-12, 0), "−10⁻¹²");
        assert_eq!(scientific(0.0, 2), "0");
    }
    #[test]
    fn indices_carry_their_sign() {
        assert_eq!((superscript(120), superscript(-3)), ("¹²⁰".to_string(), "⁻³".to_string()));
        assert_eq!((subscript(45), subscript(-67)), ("₄₅".to_string(), "₋₆₇".to_string()));
    }
}
