//! Los campos de un pedido, escritos como en una dirección: `alfa=0.5&semilla=42`. Aquí se comprueba que cada uno tenga
//! sentido.

use std::fmt::Display;
use std::ops::RangeInclusive;
use std::str::FromStr;

/// El pedido más largo que se lee: en una dirección más larga alguien ha pegado otra cosa.
const LONGEST: usize = 10_000;

/// Los campos de un pedido, en su orden.
#[derive(Debug, Clone, PartialEq)]
pub struct Fields<'a> {
    fields: Vec<(&'a str, &'a str)>,
}

impl<'a> Fields<'a> {
    /// Lee `a=1&b=2`.
    ///
    /// # Errors
    ///
    /// Si es demasiado larga o un campo no tiene valor.
    ///
    /// ```
    /// use web::fields::Fields;
    ///
    /// assert_eq!(Fields::parse("alfa=0.5&semilla=42")?.text("semilla"), Some("42"));
    /// assert!(Fields::parse("alfa").is_err());
    /// # Ok::<(), String>(())
    /// ```
    pub fn parse(query: &'a str) -> Result<Fields<'a>, String> {
        if query.len() > LONGEST {
            return Err("La dirección es demasiado larga: cópiala de nuevo desde el laboratorio.".to_string());
        }
        let fields = query.split('&').filter(|field| !field.is_empty());
        let fields = fields.map(|field| field.split_once('=').ok_or_else(|| format!("A «{field}» le falta un valor.")));
        Ok(Fields { fields: fields.collect::<Result<_, _>>()? })
    }

    /// Cuántos campos hay.
    pub fn count(&self) -> usize {
        self.fields.len()
    }

    /// El valor del campo `name`, si está.
    pub fn text(&self, name: &str) -> Option<&'a str> {
        self.fields.iter().find(|(field, _)| *field == name).map(|(_, value)| *value)
    }

    /// El campo `name` como número, o `default` si no está.
    ///
    /// # Errors
    ///
    /// Si no es un número de `range`.
    pub fn number(&self, name: &str, default: f64, range: RangeInclusive<f64>) -> Result<f64, String> {
        self.text(name).map_or(Ok(default), |text| number(name, text, &range))
    }

    /// El campo `name` como número entero, o `default` si no está.
    ///
    /// # Errors
    ///
    /// Si no es un entero de `range`.
    pub fn integer<N: FromStr + PartialOrd + Display>(
        &self,
        name: &str,
        default: N,
        range: RangeInclusive<N>,
    ) -> Result<N, String> {
        self.text(name).map_or(Ok(default), |text| integer(name, text, &range))
    }
}

/// `text` como número de `range`; `name` es lo que se lee.
///
/// # Errors
///
/// Si no lo es.
pub fn number(name: &str, text: &str, range: &RangeInclusive<f64>) -> Result<f64, String> {
    within(name, text.replace(',', ".").parse().ok(), text, range, "un número")
}

/// `text` como entero de `range`; `name` es lo que se lee.
///
/// # Errors
///
/// Si no lo es.
pub fn integer<N: FromStr + PartialOrd + Display>(name: &str, text: &str, range: &RangeInclusive<N>) -> Result<N, String> {
    within(name, text.parse().ok(), text, range, "un número entero")
}

fn within<N: PartialOrd + Display>(
    name: &str,
    value: Option<N>,
    text: &str,
    range: &RangeInclusive<N>,
    what: &str,
) -> Result<N, String> {
    value.filter(|value| range.contains(value)).ok_or_else(|| {
        let shown: String = text.chars().take(30).collect();
        format!("{} es «{shown}»: se esperaba {what} entre {} y {}.", spoken(name), range.start(), range.end())
    })
}

/// Cómo se llama un campo para quien lo lee en la página.
fn spoken(name: &str) -> &str {
    match name {
        "alfa" => "La tasa de aprendizaje α",
        "semilla" => "La semilla",
        "hasta" | "epocas" => "El número de épocas",
        "recorrido" => "Un trozo del recorrido",
        "momento" => "El momento del recorrido",
        "ejemplo" => "El número del ejemplo",
        "ancho" => "El ancho de la figura",
        "lado" => "El lado del mapa",
        "pasos" => "El número de pasos",
        "w" => "El peso w",
        name => name,
    }
}
