//! Tantos hilos como se pida, dos segundos vivos cada uno.
include!("said.rs");
fn main() {
    let wanted: u32 = std::env::args().nth(1).unwrap().parse().unwrap();
    let pause = std::time::Duration::from_secs(2);
    let born = (0..wanted).filter(|_| std::thread::Builder::new().spawn(move || std::thread::sleep(pause)).is_ok()).count();
    said("un hilo", born > 0);
    std::thread::sleep(pause);
}
