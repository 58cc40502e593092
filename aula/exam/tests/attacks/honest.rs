//! Lo que hace una respuesta corriente.
use std::collections::HashMap;
use std::hint::black_box;
use std::time::{Duration, Instant};
fn main() {
    let start = Instant::now();
    std::panic::set_hook(Box::new(|_| {}));
    let panicked = std::panic::catch_unwind(|| black_box(vec![1])[black_box(1)]).is_err();
    let words: HashMap<_, _> = [("uno", 1), ("dos", 2)].into();
    let big = black_box(vec![1u8; 500 << 20]);
    std::thread::sleep(Duration::from_millis(2));
    let mut line = String::new();
    std::io::stdin().read_line(&mut line).unwrap();
    eprintln!("aviso");
    println!("{} {panicked} {} {}", line.trim(), words["dos"], big.len() >> 20);
    println!("{:.6} {}", black_box(0.5f64).tanh() + black_box(2.0f64).powf(0.5), start.elapsed() > Duration::ZERO);
}
