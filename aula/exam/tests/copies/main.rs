//! Las copias que hay en una clase de mentira, y las parejas que no lo son.

mod people;

use std::collections::HashSet;

use exam::copies::compare;
use serde_json::Value;

use people::class;

fn pairs(answer: &Value) -> Vec<(String, String)> {
    let name = |pair: &Value, at: usize| pair["people"][at].as_str().expect("una persona").to_string();
    answer["pairs"].as_array().expect("una lista").iter().map(|pair| (name(pair, 0), name(pair, 1))).collect()
}

#[test]
fn copies_are_found_and_honest_people_are_not() {
    let (asked, planted) = class(2026, 120, 15);
    let answer = compare(&asked);
    let found: HashSet<_> = pairs(&answer).into_iter().collect();
    let missed: Vec<_> = planted.iter().filter(|(a, b, _)| !found.contains(&(a.clone(), b.clone()))).collect();
    let honest: Vec<_> =
        found.iter().filter(|(a, b)| !planted.iter().any(|(one, other, _)| (one, other) == (a, b))).collect();
    assert!(missed.len() <= 2, "{missed:?}");
    assert!(honest.len() <= 1, "{honest:?}");
}
