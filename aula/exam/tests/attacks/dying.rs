//! Las maneras de terminar mal.
#[unsafe(no_mangle)]
fn deeper(n: u64) -> u64 {
    let here = std::hint::black_box([n; 100]);
    if n == u64::MAX { 0 } else { deeper(n + 1) + here[3] }
}
unsafe extern "C" {
    safe fn signal(signal: i32, handler: usize) -> usize;
}
fn main() {
    match std::env::args().nth(1).unwrap().as_str() {
        "abort" => std::process::abort(),
        "pila" => println!("{}", deeper(0)),
        "bucle" => loop {
            std::hint::spin_loop();
        },
        "sordo" => {
            signal(24, 1); // SIGXCPU, SIG_IGN
            loop {
                std::hint::spin_loop();
            }
        }
        "durmiendo" => {
            println!("{}", std::process::id());
            std::thread::sleep(std::time::Duration::from_secs(600));
        }
        "mintiendo" => {
            eprintln!("aislamiento: mentira");
            std::process::exit(125);
        }
        code => std::process::exit(code.parse().unwrap()),
    }
}
