//! Cuántas copias se encuentran en clases de mentira, cuántas parejas honradas quedan por encima de la raya, y cuánto tarda
//! una clase de 300.
//!
//! ```sh
//! cargo bench -p exam --bench copies
//! ```

#[path = "../tests/copies/people.rs"]
mod people;

use std::collections::HashMap;
use std::time::Instant;

use exam::copies::compare;
use serde_json::Value;

use people::{DISGUISES, class};

fn main() {
    println!("clase        copias encontradas   parejas honradas por encima de la raya");
    let mut by_disguise = HashMap::new();
    for seed in 0..10 {
        let (asked, planted) = class(seed, 120, 15);
        let answer = compare(&asked);
        let pairs = answer["pairs"].as_array().expect("una lista");
        let is = |pair: &Value, (a, b): (&String, &String)| pair["people"][0] == **a && pair["people"][1] == **b;
        let found: Vec<_> = planted.iter().filter(|(a, b, _)| pairs.iter().any(|pair| is(pair, (a, b)))).collect();
        found.iter().for_each(|(.., disguise)| *by_disguise.entry(format!("{disguise:?}")).or_insert(0) += 1);
        println!("semilla {seed:<3}  {:>2} de {:<13}   {}", found.len(), planted.len(), pairs.len() - found.len());
    }
    for disguise in DISGUISES.map(|each| format!("{each:?}")) {
        println!("  {disguise:<12} {} de 30", by_disguise.get(&disguise).unwrap_or(&0));
    }
    for seed in 0..10 {
        let (asked, planted) = class(seed, 25, 5);
        let pairs = compare(&asked)["pairs"].as_array().expect("una lista").len();
        println!("semilla {seed:<3} de 30 personas, con {} copias: {pairs} parejas por encima de la raya", planted.len());
    }
    let (asked, _) = class(1, 285, 15);
    let start = Instant::now();
    let answer = compare(&asked);
    println!("300 entregas, {} parejas: {:.1} s", answer["compared"], start.elapsed().as_secs_f64());
}
