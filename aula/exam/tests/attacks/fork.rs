//! Tantos procesos como se pida, dos segundos vivos cada uno.
include!("said.rs");
unsafe extern "C" {
    safe fn fork() -> i32;
}
fn main() {
    let wanted: u32 = std::env::args().nth(1).unwrap().parse().unwrap();
    let pause = std::time::Duration::from_secs(2);
    let mut born = 0;
    for _ in 0..wanted {
        match fork() {
            0 => {
                std::thread::sleep(pause);
                return;
            }
            -1 => {}
            _ => born += 1,
        }
    }
    said("un proceso", born > 0);
    std::thread::sleep(pause);
}
