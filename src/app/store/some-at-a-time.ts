/** Asks for many things, a few at a time, and gives the answers in their order. Floor: app. Rejects with the first that rejects; no other is begun then. */
export async function someAtATime<One, Answer>(all: readonly One[], atATime: number, ask: (one: One) => Promise<Answer>): Promise<readonly Answer[]> {
  const answers = new Array<Answer>(all.length);
  let next = 0;
  let given: 'no' | 'up' = 'no';
  const worker = async (): Promise<void> => {
    for (let index = next++; index < all.length && given === 'no'; index = next++) {
      answers[index] = await ask(all[index] as One).catch((error: unknown) => {
        given = 'up';
        throw error;
      });
    }
  };
  await Promise.all(Array.from({ length: Math.min(atATime, all.length) }, worker));
  return answers;
}
