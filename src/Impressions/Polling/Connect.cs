// Opens a connection, as SocketsHttpHandler.ConnectCallback has it: a delegate of our own would have to be wrapped.
global using Connect = System.Func<
    System.Net.Http.SocketsHttpConnectionContext,
    System.Threading.CancellationToken,
    System.Threading.Tasks.ValueTask<System.IO.Stream>
>;
