import { readFileSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

let panic = ''

/** The message of the engine's last panic, or ''. */
export const lastPanic = () => panic

/**
 * Loads the engine. Node 20 can't import a `.wasm` file, so the module is put together by hand.
 * The engine reports panics through a global of a fixed name.
 */
export async function loadWasm() {
  globalThis.PRISMA_WASM_PANIC_REGISTRY = {
    set_message(message) {
      panic = message
    },
  }
  const folder = path.dirname(fileURLToPath(import.meta.resolve('@prisma/schema-engine-wasm')))
  const bindings = await import(pathToFileURL(path.join(folder, 'schema_engine_bg.js')).href)
  const wasm = new WebAssembly.Module(readFileSync(path.join(folder, 'schema_engine_bg.wasm')))
  const instance = new WebAssembly.Instance(wasm, { './schema_engine_bg.js': bindings })
  bindings.__wbg_set_wasm(instance.exports)
  instance.exports.__wbindgen_start()
  return bindings
}
