import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executors;
import org.apache.jena.graph.Node;
import org.apache.jena.graph.NodeFactory;
import org.apache.jena.query.Dataset;
import org.apache.jena.query.DatasetFactory;
import org.apache.jena.query.Query;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.QueryExecutionFactory;
import org.apache.jena.query.QueryFactory;
import org.apache.jena.query.QueryParseException;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFLanguages;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RiotException;
import org.apache.jena.sparql.core.DatasetGraph;
import org.apache.jena.system.Txn;
import org.apache.jena.tdb2.TDB2Factory;
import org.apache.jena.update.UpdateAction;
import org.apache.jena.update.UpdateFactory;
import org.apache.jena.update.UpdateRequest;

/**
 * Jena's engine behind the SPARQL 1.1 protocols, at the addresses of Fuseki: /ds/query, /ds/update
 * and /ds/data. It is not Fuseki: it has what a load needs, and each request is one transaction.
 *
 * <p>Arguments: a port of 127.0.0.1 and, for TDB2 instead of memory, a folder.
 */
public final class JenaServer {
  private static final String JSON = "application/sparql-results+json";
  private final Dataset dataset;

  private JenaServer(Dataset dataset) {
    this.dataset = dataset;
  }

  public static void main(String[] arguments) throws IOException {
    boolean memory = arguments.length < 2;
    JenaServer jena =
        new JenaServer(
            memory ? DatasetFactory.createTxnMem() : TDB2Factory.connectDataset(arguments[1]));
    InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0]));
    HttpServer server = HttpServer.create(address, 50);
    server.createContext("/ds/query", exchange -> jena.answer(exchange, jena::query));
    server.createContext("/ds/update", exchange -> jena.answer(exchange, jena::update));
    server.createContext("/ds/data", exchange -> jena.answer(exchange, jena::data));
    server.setExecutor(Executors.newFixedThreadPool(4));
    server.start();
  }

  private interface Service {
    Reply apply(HttpExchange exchange, Map<String, String> fields) throws IOException;
  }

  private record Reply(int status, String type, byte[] body) {
    static Reply of(int status, String text) {
      return new Reply(status, "text/plain", text.getBytes(StandardCharsets.UTF_8));
    }
  }

  private void answer(HttpExchange exchange, Service service) throws IOException {
    Reply reply;
    try {
      reply = service.apply(exchange, fields(exchange.getRequestURI().getRawQuery()));
    } catch (QueryParseException | RiotException error) {
      reply = Reply.of(400, String.valueOf(error.getMessage()));
    } catch (RuntimeException error) {
      reply = Reply.of(500, String.valueOf(error));
    }
    exchange.getResponseHeaders().set("Content-Type", reply.type());
    boolean bare = exchange.getRequestMethod().equals("HEAD") || reply.body().length == 0;
    exchange.sendResponseHeaders(reply.status(), bare ? -1 : reply.body().length);
    if (!bare) {
      exchange.getResponseBody().write(reply.body());
    }
    exchange.close();
  }

  private Reply query(HttpExchange exchange, Map<String, String> fields) throws IOException {
    if (exchange.getRequestMethod().equals("POST")) {
      fields.putAll(fields(body(exchange)));
    }
    Query query = QueryFactory.create(fields.getOrDefault("query", ""));
    for (String graph : fields.getOrDefault("default-graph-uri", "").split(" ")) {
      if (!graph.isEmpty()) {
        query.addGraphURI(graph);
      }
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    Txn.executeRead(dataset, () -> run(query, out));
    return new Reply(200, JSON, out.toByteArray());
  }

  /** Runs a query; the engine looks for its FROM in this dataset, as Fuseki does. */
  private void run(Query query, ByteArrayOutputStream out) {
    try (QueryExecution execution = QueryExecutionFactory.create(query, dataset)) {
      if (query.isAskType()) {
        ResultSetFormatter.outputAsJSON(out, execution.execAsk());
      } else {
        ResultSetFormatter.outputAsJSON(out, execution.execSelect());
      }
    }
  }

  private Reply update(HttpExchange exchange, Map<String, String> fields) throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      return Reply.of(405, "updates are posted");
    }
    UpdateRequest request = UpdateFactory.create(body(exchange));
    Txn.executeWrite(dataset, () -> UpdateAction.execute(request, dataset));
    return Reply.of(204, "");
  }

  private Reply data(HttpExchange exchange, Map<String, String> fields) {
    DatasetGraph graphs = dataset.asDatasetGraph();
    if (fields.containsKey("default")) {
      return Reply.of(200, "");
    }
    Node name = NodeFactory.createURI(fields.get("graph"));
    String type = String.valueOf(exchange.getRequestHeaders().getFirst("Content-Type"));
    Lang language = RDFLanguages.contentTypeToLang(type);
    InputStream triples = exchange.getRequestBody();
    boolean replaces = exchange.getRequestMethod().equals("PUT");
    if (!replaces && !exchange.getRequestMethod().equals("POST")) {
      return Reply.of(405, "this server takes PUT and POST");
    }
    if (language == null) {
      return Reply.of(415, "unknown type " + type);
    }
    boolean old =
        Txn.calculateWrite(
            dataset,
            () -> {
              boolean there = graphs.containsGraph(name);
              if (replaces) {
                graphs.removeGraph(name);
              }
              RDFParser.source(triples).lang(language).parse(graphs.getGraph(name));
              return there;
            });
    return Reply.of(old ? 204 : 201, "");
  }

  private static String body(HttpExchange exchange) throws IOException {
    return new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
  }

  private static Map<String, String> fields(String form) {
    Map<String, String> found = new HashMap<>();
    for (String field : form == null ? new String[0] : form.split("&")) {
      String[] parts = field.split("=", 2);
      String value = parts.length < 2 ? "" : parts[1];
      // IRIs hold no spaces: several values of one name are joined by them.
      found.merge(decoded(parts[0]), decoded(value), (one, other) -> one + " " + other);
    }
    return found;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
