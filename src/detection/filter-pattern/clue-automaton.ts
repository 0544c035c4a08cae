/* eslint-disable no-bitwise -- the sets of owners are the bits of a number, looked at once a character */
/** Characters that no clue has are all the same. */
const OTHER = 0;

/** How many owners one automaton tells apart: the bits of a number. */
export const MAX_OWNERS = 32;

/** The characters of times, names and numbers, by their codes. An audit record is of them until its statement begins. */
const PLAIN = Uint8Array.from({ length: 128 }, (_, code) => /[\w.,-]/.test(String.fromCharCode(code)) ? 1 : 0);

export const isPlain = (code: number) => code < PLAIN.length && PLAIN[code] === 1;

/** Whose clue a text is. */
export interface Clue {
  readonly text: string;
  /** Whether it counts only where it ends at the first character that is not plain, or behind it. */
  readonly isLate: boolean;
}

/**
 * Finds, in one pass over a text, whose clues are in it: the automaton of Aho and Corasick.
 *
 * @see https://doi.org/10.1145/360825.360855
 */
export class ClueAutomaton {
  /** The symbol of each character code, in a table as long as the largest code of a clue. */
  private readonly symbols: Uint16Array;
  /** Rows of the table of transitions are a power of two long, so that a state is where its row begins. */
  private readonly rowBits: number;
  /** The state after each state and symbol. */
  private readonly transitions: Uint32Array;
  /** Whose clues end at each state, a bit each. */
  private readonly outputs: Uint32Array;
  /** The same of clues that count everywhere. */
  private readonly earlyOutputs: Uint32Array;

  /** @param cluesByOwner the clues of each owner, of which there are at most `MAX_OWNERS` */
  public constructor(cluesByOwner: readonly (readonly Clue[])[]) {
    const codes = [...new Set(cluesByOwner.flat().flatMap(({ text }) => codesOf(text)))];
    this.symbols = new Uint16Array(Math.max(0, ...codes) + 1);
    codes.forEach((code, index) => this.symbols[code] = index + 1);
    this.rowBits = Math.ceil(Math.log2(codes.length + 1));

    const children: Map<number, number>[] = [new Map()];
    const owners: number[] = [0];
    const earlyOwners: number[] = [0];
    cluesByOwner.forEach((clues, owner) => clues.forEach(({ text, isLate }) => {
      const end = codesOf(text).map(code => this.symbols[code]).reduce((node, symbol) => {
        const known = children[node].get(symbol);
        if (known !== undefined) {
          return known;
        }
        owners.push(0);
        earlyOwners.push(0);
        children[node].set(symbol, children.length);
        return children.push(new Map()) - 1;
      }, 0);
      owners[end] |= 1 << owner;
      earlyOwners[end] |= isLate ? 0 : 1 << owner;
    }));
    this.transitions = new Uint32Array(children.length << this.rowBits);
    this.outputs = Uint32Array.from(owners);
    this.earlyOutputs = Uint32Array.from(earlyOwners);
    this.connect(children);
  }

  /** The owners whose clues are in the text, a bit each. */
  public scan(text: string): number {
    const { symbols, transitions, outputs, earlyOutputs, rowBits } = this;
    let [found, row, index] = [0, 0, 0];
    for (; index < text.length; index++) {
      const code = text.charCodeAt(index);
      if (!isPlain(code)) {
        break;
      }
      row = transitions[row + (code < symbols.length ? symbols[code] : OTHER)];
      found |= earlyOutputs[row >> rowBits];
    }
    for (; index < text.length; index++) {
      const code = text.charCodeAt(index);
      row = transitions[row + (code < symbols.length ? symbols[code] : OTHER)];
      found |= outputs[row >> rowBits];
    }
    return found;
  }

  /** Breadth first: where a node does not go on, the longest of its ends that is a beginning does. */
  private connect(children: readonly Map<number, number>[]): void {
    const fallbacks = new Uint32Array(children.length);
    const queue = [0];
    for (const node of queue) {
      this.outputs[node] |= this.outputs[fallbacks[node]];
      this.earlyOutputs[node] |= this.earlyOutputs[fallbacks[node]];
      const row = node << this.rowBits;
      const otherwise = fallbacks[node] << this.rowBits;
      this.transitions.copyWithin(row, otherwise, otherwise + (1 << this.rowBits));
      for (const [symbol, child] of children[node]) {
        fallbacks[child] = node === 0 ? 0 : this.transitions[row + symbol] >> this.rowBits;
        this.transitions[row + symbol] = child << this.rowBits;
        queue.push(child);
      }
    }
  }
}

function codesOf(text: string): number[] {
  return Array.from({ length: text.length }, (_, index) => text.charCodeAt(index));
}
