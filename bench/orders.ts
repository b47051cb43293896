/** A child's side of `child.ts`: says that it is ready, carries out each order of the bench, its parent, and answers it. */
export function takeOrders<Order>(does: (order: Order) => Promise<unknown>): void {
  process.on("message", (order: Order) => {
    does(order).then(
      (answer) => process.send?.({ answer: answer ?? null }),
      (error: unknown) => process.send?.({ error: error instanceof Error ? error.stack : String(error) }),
    );
  });
  process.on("disconnect", () => process.exit());
  process.send?.({ answer: "ready" });
}
