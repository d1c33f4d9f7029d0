/* From the ROM to C: call0 ABI, own vectors, own stack, zeroed memory.
 * Floor: port. The ROM jumps here, after booting from flash or after loading into RAM, in the middle of windowed-ABI code.
 * Reference: Xtensa ISA Reference Manual, sections 4.4.1 (exceptions) and 4.7.1 (register windows). */

/* The assembler is made for a core without register windows and does not know their registers by name. */
#define WINDOWBASE 72
#define WINDOWSTART 73
    .macro  read_special register, number
    .byte   (\register) << 4, \number, 0x03       /* rsr */
    .endm
    .macro  write_special register, number
    .byte   (\register) << 4, \number, 0x13       /* wsr */
    .endm

    .section .start, "ax"
    .literal_position
    .global start
    .type   start, @function
    .align  4
start:
    movi    a2, 0x1f                /* windows off, exception mode, everything masked */
    wsr.ps  a2
    rsync
    read_special 3, WINDOWBASE      /* one live window: the present one */
    rsync
    ssl     a3
    movi    a2, 1
    sll     a2, a2
    write_special 2, WINDOWSTART
    rsync
    movi    a2, 0
    wsr.intenable a2
    movi    a2, vectors
    wsr.vecbase a2
    movi    a1, stack_top
    movi    a2, 0x2f                /* user vector mode, no longer in an exception, still masked */
    wsr.ps  a2
    rsync
    movi    a2, bss_start
    movi    a3, bss_end
    movi    a4, 0
1:  bgeu    a2, a3, 2f
    s32i    a4, a2, 0
    addi    a2, a2, 4
    j       1b
2:  movi    a0, 0                   /* no caller */
    j       firmware_main
    .size   start, . - start
