//! Las opciones de un comando, una tras otra, con sus valores.

use std::ops::RangeInclusive;

/// Los argumentos, uno tras otro. Una opción puede llevar su valor pegado, `--puerto=8888`, o detrás.
pub struct Options {
    rest: std::vec::IntoIter<String>,
    /// El último, entero.
    pub last: String,
}

impl Options {
    pub fn new(args: Vec<String>) -> Options {
        Options { rest: args.into_iter(), last: String::new() }
    }

    /// El nombre del siguiente argumento y, si lo lleva pegado, su valor.
    pub fn next(&mut self) -> Option<(String, Option<String>)> {
        self.last = self.rest.next()?;
        match self.last.split_once('=') {
            Some((name, value)) if name.starts_with("--") => Some((name.to_string(), Some(value.to_string()))),
            _ => Some((self.last.clone(), None)),
        }
    }

    /// El número de puerto de `--puerto`; `example`, si no se entiende, es el que se propone.
    pub fn port(&mut self, attached: Option<String>, example: u16) -> Result<u16, String> {
        let number = self.value(attached, "el número detrás de --puerto", &format!("--puerto {example}"))?;
        number.parse().ok().filter(|port| *port > 0).ok_or_else(|| {
            format!("El puerto es «{number}»: se esperaba un número entre 1 y 65535; por ejemplo, --puerto {example}.")
        })
    }

    /// El número de la opción `name`, si está en `range`.
    pub fn number(&mut self, name: &str, attached: Option<String>, range: RangeInclusive<u32>) -> Result<u32, String> {
        let (first, last) = (range.start(), range.end());
        let number = self.value(attached, &format!("el número detrás de {name}"), &format!("{name} {first}"))?;
        number.parse().ok().filter(|number| range.contains(number)).ok_or_else(|| {
            format!("{name} es «{number}»: se esperaba un número entre {first} y {last}; por ejemplo, {name} {first}.")
        })
    }

    /// El valor de la opción: el que llevaba pegado o el argumento siguiente.
    pub fn value(&mut self, attached: Option<String>, what: &str, example: &str) -> Result<String, String> {
        let value = attached.or_else(|| self.rest.next()).filter(|value| !value.is_empty());
        value.ok_or_else(|| format!("Falta {what}; por ejemplo, {example}."))
    }
}
