//! De dónde salen los números de una pregunta: ISAAC, el generador de la lección, con una semilla.

use ndarray_rand::rand::{Rng, SeedableRng};
use rand_isaac::Isaac64Rng;

/// Un dado con semilla. Todo lo que sortea son enteros de 32 bits: en una página y en un computador sale lo mismo.
pub(super) struct Dice(Isaac64Rng);

impl Dice {
    /// El dado de una pregunta: cada familia y cada nivel tienen el suyo, y no dependen de las demás familias.
    pub fn new(key: &str, level: u8, seed: u32) -> Dice {
        let mut material = [0; 32];
        material[..key.len()].copy_from_slice(key.as_bytes());
        material[27] = level;
        material[28..].copy_from_slice(&seed.to_le_bytes());
        Dice(Isaac64Rng::from_seed(material))
    }

    /// Un entero de `from` a `to`, los dos incluidos.
    pub fn whole(&mut self, from: i32, to: i32) -> f64 {
        f64::from(self.0.random_range(from..=to))
    }

    /// Un entero que no es 0, de −`most` a `most`.
    pub fn signed(&mut self, least: i32, most: i32) -> f64 {
        let size = self.whole(least, most);
        if self.heads() { size } else { -size }
    }

    /// Un número con un decimal, de `from` a `to` décimas.
    pub fn tenths(&mut self, from: i32, to: i32) -> f64 {
        self.whole(from, to) / 10.0
    }

    /// Un número con un decimal y con signo: su tamaño, de `from` a `to` décimas.
    pub fn signed_tenths(&mut self, from: i32, to: i32) -> f64 {
        self.signed(from, to) / 10.0
    }

    /// Un número con dos decimales, de `from` a `to` centésimas.
    pub fn hundredths(&mut self, from: i32, to: i32) -> f64 {
        self.whole(from, to) / 100.0
    }

    /// Uno con dos decimales y con signo: su tamaño, de `from` a `to` centésimas.
    pub fn signed_hundredths(&mut self, from: i32, to: i32) -> f64 {
        self.signed(from, to) / 100.0
    }

    /// Uno de unos pocos.
    pub fn one_of<T: Copy>(&mut self, values: &[T]) -> T {
        let last = u32::try_from(values.len() - 1).expect("son unos pocos");
        values[self.0.random_range(0..=last) as usize]
    }

    fn heads(&mut self) -> bool {
        self.0.random_range(0..2u32) == 0
    }
}
