/** The part of Terraform's language that our configurations use; anything else is refused. */

export type Expression =
  | { kind: 'text'; text: string }
  | { kind: 'literal'; value: boolean | number }
  | { kind: 'reference'; path: string }
  | { kind: 'object'; entries: Map<string, Expression> }

export interface Block {
  type: string
  labels: string[]
  attributes: Map<string, Expression>
  blocks: Block[]
}

/** Reads a configuration. @throws Error at the first thing that is not understood */
export function readTerraform(text: string): Block[] {
  return new Reader(text).file()
}

class Reader {
  #at = 0

  constructor(private readonly text: string) {}

  file(): Block[] {
    const blocks: Block[] = []
    for (this.#space(); this.#at < this.text.length; this.#space()) {
      blocks.push(this.#block(this.#take(/[a-z_]+/y)))
    }
    return blocks
  }

  #block(type: string): Block {
    const block: Block = { type, labels: [], attributes: new Map(), blocks: [] }
    while (this.#try(/ +"([\w-]+)"/y)) block.labels.push(this.#group)
    this.#take(/ *\{/y)
    if (this.#try(/\}/y)) return block
    this.#take(/ *\n/y)
    for (this.#space(); !this.#try(/\}/y); this.#space()) {
      const name = this.#take(/[a-z_]+/y)
      if (this.#try(/ *= /y)) this.#put(block.attributes, name, this.#expression())
      else block.blocks.push(this.#block(name))
      this.#take(/ *\n/y)
    }
    return block
  }

  #put(attributes: Map<string, Expression>, name: string, value: Expression): void {
    if (attributes.has(name)) throw new Error(`${name} is set twice`)
    attributes.set(name, value)
  }

  #expression(): Expression {
    if (this.#try(/<<-JSON\n([\s\S]*?)\n +JSON(?=\n)/y)) return { kind: 'text', text: this.#group }
    if (this.#try(/"([^"\\\n]*)"/y)) return { kind: 'text', text: this.#group }
    if (this.#try(/(true|false)\b/y)) return { kind: 'literal', value: this.#group === 'true' }
    if (this.#try(/(\d+)\b/y)) return { kind: 'literal', value: Number(this.#group) }
    if (this.#try(/\{ *\n/y)) return this.#object()
    return { kind: 'reference', path: this.#take(/[a-z]\w*(\.[a-z]\w*)+/y) }
  }

  #object(): Expression {
    const entries = new Map<string, Expression>()
    for (this.#space(); !this.#try(/\}/y); this.#space()) {
      const name = this.#take(/[a-z_]+/y)
      this.#take(/ *= /y)
      this.#put(entries, name, this.#expression())
      this.#take(/ *\n/y)
    }
    return { kind: 'object', entries }
  }

  #group = ''

  #try(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at
    const match = pattern.exec(this.text)
    if (!match) return false
    this.#at = pattern.lastIndex
    this.#group = match[1] ?? match[0]
    return true
  }

  #take(pattern: RegExp): string {
    const from = this.#at
    if (this.#try(pattern)) return this.text.slice(from, this.#at)
    throw new Error(`${pattern} is not what is at: ${this.text.slice(this.#at, this.#at + 60)}`)
  }

  #space(): void {
    this.#try(/\s*/y)
  }
}
