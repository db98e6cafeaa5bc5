export { buildDeb, type DebOptions } from './build-deb.ts'
export { controlFile, debianArchitectures, type PackedArch } from './control.ts'
export { udevRules } from './udev-rules.ts'
