//! Cuántas piezas del núcleo se compilan a la vez: tantas como procesadores, mientras quepan en la memoria.

use std::fs;
use std::num::NonZero;
use std::process::Command;
use std::thread;

use crate::process;

/// Lo que pide rustc mientras compila una pieza grande, en bytes.
const PER_JOB: u64 = 1 << 30;

/// Entre una y tantas como procesadores.
pub fn affordable() -> u64 {
    let processors = thread::available_parallelism().map_or(1, NonZero::get) as u64;
    free_memory().map_or(processors, |memory| (memory / PER_JOB).clamp(1, processors))
}

/// La memoria que queda libre, si el sistema lo dice; en macOS y Windows, tres cuartos de la que hay.
fn free_memory() -> Option<u64> {
    let number = |text: String| text.trim().parse::<u64>().ok();
    if cfg!(target_os = "linux") {
        let machine = fs::read_to_string("/proc/meminfo").ok().and_then(|text| available(&text));
        let container = || {
            let limit = fs::read_to_string("/sys/fs/cgroup/memory.max").ok().and_then(number)?;
            let used = fs::read_to_string("/sys/fs/cgroup/memory.current").ok().and_then(number)?;
            Some(limit.saturating_sub(used))
        };
        return [machine, container()].into_iter().flatten().min();
    }
    let total = if cfg!(windows) {
        let question = "(Get-CimInstance Win32_ComputerSystem).TotalPhysicalMemory";
        process::output(Command::new("powershell").args(["-NoProfile", "-Command", question]))
    } else {
        process::output(Command::new("sysctl").args(["-n", "hw.memsize"]))
    };
    total.and_then(number).map(|bytes| bytes / 4 * 3)
}

/// «MemAvailable:   23456789 kB», en bytes.
fn available(meminfo: &str) -> Option<u64> {
    let line = meminfo.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes * 1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_job_needs_its_gigabyte() {
        assert_eq!(available("MemTotal:       8000000 kB\nMemAvailable:    3145728 kB\n"), Some(3 << 30));
        assert_eq!(available("nada"), None);
        assert!(affordable() >= 1);
    }
}
