import java.io.File;
import org.semanticweb.owlapi.apibinding.OWLManager;
import org.semanticweb.owlapi.model.OWLOntology;
import org.semanticweb.owlapi.model.OWLOntologyManager;
import org.semanticweb.owlapi.profiles.OWL2DLProfile;
import org.semanticweb.owlapi.profiles.OWLProfileViolation;

/** Prints how many axioms the Turtle files named by the arguments hold, and what keeps them from being OWL 2 DL. */
public class Profile {
    public static void main(String[] files) throws Exception {
        OWLOntologyManager manager = OWLManager.createOWLOntologyManager();
        OWLOntology whole = manager.createOntology();
        for (String file : files) {
            OWLOntology part = manager.loadOntologyFromOntologyDocument(new File(file));
            manager.addAxioms(whole, part.getAxioms());
            manager.removeOntology(part);
        }
        System.out.println(whole.getLogicalAxiomCount());
        for (OWLProfileViolation violation : new OWL2DLProfile().checkOntology(whole).getViolations()) {
            System.out.println(violation);
        }
    }
}
