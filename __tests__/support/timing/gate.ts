/** What tests hold something at until the moment that they wait for. */
export interface Gate {
  readonly opened: Promise<void>;
  readonly open: () => void;
}

export function closedGate(): Gate {
  let resolve: () => void = () => undefined;
  const opened = new Promise<void>((done) => {
    resolve = done;
  });
  const open = (): void => {
    resolve();
  };
  return { opened, open };
}
