import type { ProcessImage } from '../../binary/index.js';
import { firstAddressArgument } from './address-argument.js';

/** A server's memory, of which the names of locks are asked. */
export class ServerImage {
  constructor(protected readonly image: ProcessImage) {}

  /**
   * Redis' module lock has no name in stripped builds. Its address stands in the code of an exported function, whose only deed is
   * `lea moduleGIL(%rip),%rdi; jmp pthread_mutex_lock`.
   */
  moduleLock(): number | undefined {
    const { image } = this;
    const named = image.find('moduleGIL');
    if (named !== undefined) return named;
    for (const name of ['moduleAcquireGIL', 'moduleReleaseGIL', 'RM_ThreadSafeContextLock', 'VM_ThreadSafeContextLock']) {
      const at = image.find(name);
      const address = at === undefined ? undefined : firstAddressArgument(image, at);
      if (address !== undefined) return address;
    }
    return undefined;
  }

  /** The name of the variable at an address, where a symbol table has it. */
  variableAt(address: number): string | undefined {
    const object = this.image.objectAt(address);
    if (object === undefined) return undefined;
    for (const file of this.image.filesOf(object)?.names ?? []) {
      const found = file.symbols.objectAt(address - object.bias);
      if (found !== undefined) return found.offset === 0 ? found.name : `${found.name}+${found.offset}`;
    }
    return undefined;
  }
}
