/*
 * Reads programs and the memory of processes: ELF files, their symbols and frame information, stacks, the words of locks.
 *
 *   const binaries = new Binaries();
 *   binaries.add('binaries/redis-server', bytesAsFile(bytes));
 *   const objects = mappedObjects(mappings, readMemory, vdso);
 *   const image = new ProcessImage({ machine: machineByName('x86-64'), objects, read: readMemory, binaries });
 *   unwind(image, onlyStackAndPc(image.machine, sp, pc)).frames;      // or all registers, by DWARF number
 *   image.nameOf(address);
 */
export { Binaries, type BinaryTrust, plainName } from './binaries.js';
export { bytesAsFile, Malformed, type RandomBytes, type ReadMemory } from './bytes.js';
export { ElfImage, openElf, type Unpack } from './elf-image.js';
export { type Machine, type MachineName, machineByName, machineOf, onlyStackAndPc, type Registers } from './machine.js';
export { type MappedObject, type Mapping, mappedObjects } from './mapped-objects.js';
export { type AddressName, ProcessImage } from './process-image.js';
export { type FrameTrust, type UnwoundFrame, type UnwoundStack, unwind } from './unwind.js';
